package dev.berth.core.store;

import java.nio.file.Path;
import java.time.InstantSource;

/** Lets tests of other packages into a store of which they see every commit. */
public final class StoreDoor {
    private StoreDoor() {}

    /** @param beforeCommit runs before each commit; what it throws takes the transaction back */
    public static Store open(Path path, InstantSource clock, Runnable beforeCommit) {
        return Store.open(path, clock, beforeCommit);
    }
}
