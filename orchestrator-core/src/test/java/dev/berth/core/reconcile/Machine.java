package dev.berth.core.reconcile;

import dev.berth.core.engine.Faults;
import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredState;
import dev.berth.core.route.InMemoryRoutes;
import dev.berth.core.store.Store;
import dev.berth.core.store.StoreDoor;
import dev.berth.core.store.StoreException;
import dev.berth.core.time.ManualTimekeeper;
import java.nio.file.Path;
import java.util.Map;

/**
 * What outlives a daemon: its machine, with the engine, the proxy and the data directory.
 *
 * @param builtIn projects of Berth's own that a daemon on it keeps
 */
public record Machine(
        Path data,
        ManualTimekeeper time,
        Faults faults,
        InMemoryEngine engine,
        InMemoryRoutes routes,
        Map<ProjectName, DesiredState> builtIn) {
    static Machine with(Path data) {
        ManualTimekeeper time = new ManualTimekeeper();
        Faults faults = new Faults();
        return new Machine(data, time, faults, new InMemoryEngine(time, faults), new InMemoryRoutes(faults), Map.of());
    }

    Machine keeping(ProjectName project, DesiredState own) {
        return new Machine(data, time, faults, engine, routes, Map.of(project, own));
    }

    /** A commit is recorded as a call, and the daemon may die before it; while commits are refused the disk is full. */
    Store openStore() {
        return StoreDoor.open(data, time::now, () -> {
            faults.pass("commit");
            if (faults.refuses("commit")) {
                throw new StoreException(StoreException.Kind.DISK_FULL, "the disk is full");
            }
        });
    }
}
