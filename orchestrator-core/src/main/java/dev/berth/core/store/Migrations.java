package dev.berth.core.store;

import dev.berth.core.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Brings a database to the present form, one number at a time, each in its own transaction together with the number
 * ({@code PRAGMA user_version}). A step that was published is never changed; a new form is a new step.
 */
final class Migrations {
    /** The number of the newest step; {@code schema-1.sql} and so on stand beside this class. */
    static final int NEWEST = 1;

    private Migrations() {}

    static void run(Connection connection, Path file) throws SQLException {
        run(connection, file, NEWEST);
    }

    static void run(Connection connection, Path file, int target) throws SQLException {
        int present = version(connection);
        if (present > target) {
            throw new StoreException(
                    Kind.NEWER,
                    file + " was written by a newer Berth (form " + present + ", this one knows up to " + target
                            + "); start that newer version, or restore the backup made before it");
        }
        for (int step = present + 1; step <= target; step++) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                for (String sql : text(step).split(";\\s*\n")) {
                    if (!sql.isBlank()) {
                        statement.execute(sql);
                    }
                }
                statement.execute("PRAGMA user_version = " + step);
                statement.execute("COMMIT");
            }
        }
    }

    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.getInt(1);
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
