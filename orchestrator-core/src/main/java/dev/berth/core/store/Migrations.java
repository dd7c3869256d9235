package dev.berth.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings a database to the present form, one number at a time, each in its own transaction together with the number
 * ({@code PRAGMA user_version}). A step that was published is never changed; a new form is a new step.
 */
final class Migrations {
    /** In order; {@code schema-1.sql} and so on stand beside this class. */
    private static final List<String> STEPS = List.of(text(1), text(2), text(3));

    private Migrations() {}

    /** The number of the newest form. */
    static int newest() {
        return STEPS.size();
    }

    /** The number of the form that a database has. */
    static int present(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.getInt(1);
        }
    }

    static void run(Connection connection) throws SQLException {
        run(connection, STEPS);
    }

    /** Of a step that fails nothing stays once the connection is closed; those before it stay. */
    static void run(Connection connection, List<String> steps) throws SQLException {
        for (int step = present(connection) + 1; step <= steps.size(); step++) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                for (String sql : steps.get(step - 1).split(";\\s*\n")) {
                    if (!sql.isBlank()) {
                        statement.execute(sql);
                    }
                }
                statement.execute("PRAGMA user_version = " + step);
                statement.execute("COMMIT");
            }
        }
    }

    private static String text(int step) {
        String name = "schema-" + step + ".sql";
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
