package dev.berth.core.store;

import dev.berth.core.store.StoreException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The embedded database {@code berth.db}: write-ahead log, one writer, readers beside it. What {@link #write} returned
 * from survives a power cut.
 */
public final class Database implements AutoCloseable {
    /** What one transaction does. */
    interface Work<T> {
        T in(Session session) throws SQLException;
    }

    private static final String NAME = "berth.db";

    private final Path file;
    private final Connection writer;
    private final Connection reader;
    private final Session changes;
    private final Session questions;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock reading = new ReentrantLock();
    private final Runnable beforeCommit;
    /** Whether the next commit reaches the disk before it returns; as {@link #connect} sets it at first. */
    private boolean isDurable = true;

    private Database(Path file, Connection writer, Connection reader, Runnable beforeCommit) {
        this.file = file;
        this.writer = writer;
        this.reader = reader;
        this.changes = new Session(writer);
        this.questions = new Session(reader);
        this.beforeCommit = beforeCommit;
    }

    /**
     * Opens, checks and brings up to date; makes it when it is missing.
     *
     * @throws StoreException kinds {@code NEWER} and {@code DAMAGED} with the remedy
     */
    public static Database open(DataDirectory directory) {
        return open(directory, () -> {});
    }

    /** @param beforeCommit runs before each commit; what it throws takes the transaction back */
    static Database open(DataDirectory directory, Runnable beforeCommit) {
        Path file = directory.file(NAME);
        boolean there = Files.exists(file);
        // SQLite takes a file of one byte for a new one, too.
        if (directory.touch(NAME) <= 1
                && there
                && directory.read(SealingKey.FILE).isPresent()) {
            throw damaged(file, "it is empty, and what was sealed with " + SealingKey.FILE + " is gone", null);
        }
        try {
            examine(file);
        } catch (SQLException e) {
            throw failure(file, "open", e);
        }
        return opened(file, url(file), beforeCommit);
    }

    /**
     * Brings up to date what is at an address of SQLite's, which may lie in memory.
     *
     * @param file by which failures call it
     */
    static Database opened(Path file, String url, Runnable beforeCommit) {
        try {
            Connection writer = connect(url);
            try {
                Migrations.run(writer);
                return new Database(file, writer, connect(url), beforeCommit);
            } catch (SQLException | RuntimeException e) {
                writer.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failure(file, "open", e);
        }
    }

    /** Looks before anything can be written: the mere closing of a connection that may write changes the file. */
    private static void examine(Path file) throws SQLException {
        try {
            look(file);
        } catch (SQLiteException e) {
            if (e.getResultCode() != SQLiteErrorCode.SQLITE_READONLY_ROLLBACK) {
                throw e;
            }
            // Only the one that made the file writes without the log ahead; it died, and had stored nothing yet.
            finishRollback(file);
            look(file);
        }
    }

    private static void finishRollback(Path file) throws SQLException {
        try (Connection connection = new SQLiteConfig().createConnection(url(file));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA schema_version");
        }
    }

    private static void look(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        try (Connection connection = config.createConnection(url(file))) {
            check(connection, file);
            int form = Migrations.present(connection);
            if (form > Migrations.newest()) {
                throw new StoreException(
                        Kind.NEWER,
                        file + " was written by a newer Berth (form " + form + ", this one knows up to "
                                + Migrations.newest()
                                + "); start that newer version, or restore the backup made before it");
            }
        }
    }

    /** Runs a transaction; within another one of the same thread, as a part of it. */
    <T> T write(Work<T> work) {
        return change(work, true);
    }

    /** As {@link #write}, but what it did may be lost in a power cut (never with the process): for events. */
    <T> T append(Work<T> work) {
        return change(work, false);
    }

    /** Runs several calls on the rooms of this store as one transaction. */
    public void together(Runnable calls) {
        write(session -> {
            calls.run();
            return true;
        });
    }

    <T> T read(Work<T> work) {
        if (writing.isHeldByCurrentThread()) {
            return write(work);
        }
        reading.lock();
        try {
            return work.in(questions);
        } catch (SQLException e) {
            throw failure(file, "read", e);
        } finally {
            reading.unlock();
        }
    }

    /** How many rows were ever written through this connection: still the same means that nothing was. */
    public long changes() {
        writing.lock();
        try {
            return changes.number("SELECT total_changes()");
        } catch (SQLException e) {
            throw failure(file, "read", e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        writing.lock();
        reading.lock();
        try {
            reader.close();
            writer.close();
        } catch (SQLException e) {
            throw failure(file, "close", e);
        } finally {
            reading.unlock();
            writing.unlock();
        }
    }

    private <T> T change(Work<T> work, boolean durable) {
        boolean outermost = !writing.isHeldByCurrentThread();
        writing.lock();
        try {
            if (!outermost) {
                return work.in(changes);
            }
            begin(durable);
            boolean done = false;
            try {
                T result = work.in(changes);
                beforeCommit.run();
                changes.execute("COMMIT");
                done = true;
                return result;
            } finally {
                if (!done) {
                    takeBack();
                }
            }
        } catch (SQLException e) {
            throw failure(file, "write", e);
        } finally {
            writing.unlock();
        }
    }

    private void begin(boolean durable) throws SQLException {
        if (durable != isDurable) {
            changes.execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            isDurable = durable;
        }
        changes.execute("BEGIN IMMEDIATE");
    }

    private void takeBack() throws SQLException {
        try {
            changes.execute("ROLLBACK");
        } catch (SQLException e) {
            // A full disk or an I/O error makes SQLite itself end the transaction: then there is none to take back.
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw e;
            }
        }
    }

    private static Connection connect(String url) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        config.setCacheSize(-512);
        config.enforceForeignKeys(true);
        return config.createConnection(url);
    }

    private static String url(Path file) {
        return "jdbc:sqlite:" + file;
    }

    private static void check(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            String answer = rows.getString(1);
            if (!answer.equals("ok")) {
                throw damaged(file, answer.replace('\n', ' '), null);
            }
        }
    }

    private static StoreException damaged(Path file, String words, Throwable cause) {
        return new StoreException(
                Kind.DAMAGED,
                file + " is damaged: " + words + "; restore it with " + file + "-wal from a backup, or move both away"
                        + " and start anew: then what runs goes on, but nobody looks after it",
                cause);
    }

    private static StoreException failure(Path file, String what, SQLException e) {
        SQLiteErrorCode code =
                e instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.SQLITE_ERROR;
        // The index of the write-ahead log is the first to find no room.
        int base = code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE ? SQLiteErrorCode.SQLITE_FULL.code : code.code & 0xff;
        return switch (SQLiteErrorCode.getErrorCode(base)) {
            case SQLITE_CORRUPT, SQLITE_NOTADB -> damaged(file, e.getMessage(), e);
            case SQLITE_FULL ->
                new StoreException(
                        Kind.DISK_FULL,
                        "cannot " + what + " " + file
                                + ": the disk is full; make room there, nothing that was stored is" + " lost",
                        e);
            case SQLITE_IOERR ->
                new StoreException(
                        Kind.REFUSED,
                        "cannot " + what + " " + file + ": " + e.getMessage()
                                + "; look at the disk (room, health, mount)",
                        e);
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
                new StoreException(
                        Kind.REFUSED,
                        "cannot " + what + " " + file + ": " + e.getMessage()
                                + "; look at the owner and the rights of the file and its directory",
                        e);
            default -> new StoreException(Kind.REFUSED, "cannot " + what + " " + file + ": " + e.getMessage(), e);
        };
    }
}
