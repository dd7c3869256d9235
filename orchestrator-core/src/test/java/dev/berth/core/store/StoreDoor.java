package dev.berth.core.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lets tests of other packages into a store of which they see every commit. */
public final class StoreDoor {
    private StoreDoor() {}

    /** @param beforeCommit runs before each commit; what it throws takes the transaction back */
    public static Store open(Path path, InstantSource clock, Runnable beforeCommit) {
        return Store.open(path, clock, beforeCommit);
    }

    /**
     * A database in this process's memory, by the same SQL, there until it is closed.
     *
     * @param url such as {@code jdbc:sqlite:file:NAME?mode=memory&cache=shared}
     */
    public static Database inMemory(DataDirectory directory, String url, Runnable beforeCommit) {
        return Database.opened(directory.file("memory"), url, beforeCommit);
    }

    /** The store of a daemon that has this database for as long as it lives. */
    public static Store on(DataDirectory directory, Database database, InstantSource clock) {
        return new Store(directory, database, clock);
    }

    /** Forgets everything but who the store is, over a connection of its own. */
    public static void wipe(String url) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('token', 'identity')"
                            + " ORDER BY name = 'deployment'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                statement.executeUpdate("DELETE FROM " + table);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Project and application → fingerprint, of all accepted releases, as of the transaction under way. */
    public static Map<String, String> fingerprints(Store store) {
        Map<String, String> found = new TreeMap<>();
        store.database()
                .read(session -> session.all(
                        "SELECT project, application, fingerprint FROM accepted",
                        row -> found.put(row.getString(1) + "/" + row.getString(2), row.getString(3))));
        return found;
    }

    /** Nobody finds any more what was under way. */
    public static void hideUnfinished(Store store) {
        store.database()
                .write(session -> session.run("UPDATE deployment SET project = 'nobody' WHERE status = 'running'"));
    }
}
