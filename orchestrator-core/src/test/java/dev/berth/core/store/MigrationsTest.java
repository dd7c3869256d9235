package dev.berth.core.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrationsTest {

    private static final String FIRST = "CREATE TABLE a (x TEXT) STRICT;\n\nCREATE TABLE b (x TEXT) STRICT;\n";
    private static final String SECOND = "INSERT INTO a VALUES ('of form 2; really');\nALTER TABLE b ADD y INTEGER;\n";
    private static final String BROKEN = "INSERT INTO a VALUES ('lost');\nALTER TABLE nobodys ADD y INTEGER;\n";

    @TempDir
    Path directory;

    @Test
    void aNewDatabaseIsBroughtToTheNewestForm() throws SQLException {
        try (TestStore berth = TestStore.in(directory)) {
            try (Connection connection = connect("berth.db")) {
                assertEquals(Migrations.newest(), Migrations.present(connection));
            }
            assertEquals(1, berth.store.tokens().list().size());
        }
    }

    @Test
    void itGoesFromFormToFormAndNothingIsDoneTwice() throws SQLException {
        try (Connection connection = connect("x.db")) {
            Migrations.run(connection, List.of(FIRST));
            assertEquals("form 1: a(x) [], b(x)", told(connection));
            Migrations.run(connection, List.of(FIRST, SECOND));
            Migrations.run(connection, List.of(FIRST, SECOND));
            assertEquals("form 2: a(x) [of form 2; really], b(x, y)", told(connection));
        }
    }

    @Test
    void ofAStepThatFailsInTheMiddleNothingStays() throws SQLException {
        try (Connection connection = connect("x.db")) {
            assertThrows(SQLException.class, () -> Migrations.run(connection, List.of(FIRST, BROKEN, SECOND)));
        }
        try (Connection connection = connect("x.db")) {
            assertEquals("form 1: a(x) [], b(x)", told(connection));
            Migrations.run(connection, List.of(FIRST, SECOND));
            assertEquals("form 2: a(x) [of form 2; really], b(x, y)", told(connection));
        }
    }

    @Test
    void aNewerFormIsRefusedAndLeftAlone() throws SQLException, IOException {
        try (TestStore berth = TestStore.in(directory)) {
            berth.meddle("PRAGMA user_version = 99");
        }
        Path file = directory.resolve("berth.db");
        byte[] before = Files.readAllBytes(file);
        StoreException refused = assertThrows(StoreException.class, () -> TestStore.in(directory));
        assertEquals(
                "NEWER " + file + " was written by a newer Berth (form 99, this one knows up to " + Migrations.newest()
                        + "); start that newer version, or restore the backup made before it",
                refused.kind() + " " + refused.getMessage());
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    private Connection connect(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(name));
    }

    private static String told(Connection connection) throws SQLException {
        Session session = new Session(connection);
        return "form " + Migrations.present(connection) + ": a(" + columns(session, "a") + ") "
                + session.all("SELECT x FROM a", row -> row.getString(1)) + ", b(" + columns(session, "b") + ")";
    }

    private static String columns(Session session, String table) throws SQLException {
        return String.join(", ", session.all("SELECT name FROM pragma_table_info(?)", row -> row.getString(1), table));
    }
}
