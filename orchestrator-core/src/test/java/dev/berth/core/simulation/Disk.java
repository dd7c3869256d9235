package dev.berth.core.simulation;

import dev.berth.core.store.DataDirectory;
import dev.berth.core.store.Database;
import dev.berth.core.store.Store;
import dev.berth.core.store.StoreDoor;
import dev.berth.core.store.StoreException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A data directory whose database lies in memory: the same SQL without a write to a real disk. What a daemon that dies had
 * not committed is taken back, what it had is there for the next one. For one simulation at a time, each of which begins
 * with an empty one.
 */
final class Disk implements AutoCloseable {
    private static final String URL = "jdbc:sqlite:file:simulation%d?mode=memory&cache=shared";
    private static final AtomicLong NUMBER = new AtomicLong();

    private final String url = URL.formatted(NUMBER.incrementAndGet());
    private final DataDirectory directory;
    private final Database database;
    private Scene scene = Scene.empty();
    private Runnable committing = () -> {};
    private boolean full;

    private Disk(DataDirectory directory) {
        this.directory = directory;
        this.database = StoreDoor.inMemory(directory, url, this::commit);
    }

    /** @param path an empty directory; its keys are the same each time, so that names are */
    static Disk in(Path path) {
        DataDirectory directory = DataDirectory.open(path);
        directory.write("secret.key", new byte[32]);
        directory.write("fingerprint.key", new byte[32]);
        Disk disk = new Disk(directory);
        disk.open();
        return disk;
    }

    void full(boolean now) {
        full = now;
    }

    /** Begins a simulation. @param before each commit it runs */
    void begin(Scene begun, Runnable before) {
        full = false;
        scene = Scene.empty();
        committing = () -> {};
        StoreDoor.wipe(url);
        scene = begun;
        committing = before;
    }

    /** As a daemon opens it that begins its life. */
    Store open() {
        return StoreDoor.on(directory, database, () -> scene.time().now());
    }

    private void commit() {
        Mishap mishap = scene.fate().nextCommit("commit");
        if (full || mishap == Mishap.REFUSED || mishap == Mishap.NEVER) {
            throw new StoreException(StoreException.Kind.DISK_FULL, "the disk is full");
        }
        committing.run();
        if (mishap == Mishap.CRASH_HALF || mishap == Mishap.CRASH_AFTER) {
            scene.fate().doom();
        }
    }

    @Override
    public void close() {
        database.close();
        directory.close();
    }
}
