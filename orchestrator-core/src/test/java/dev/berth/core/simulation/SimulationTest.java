package dev.berth.core.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Histories, each drawn from a seed, come to a good end, and every invariant of the design holds on the way. Of one that
 * fails the shortest form that still fails is shown, with all that was called, and how to run it again.
 *
 * <ul>
 *   <li>{@code -Dsimulation.histories=N}: how many
 *   <li>{@code -Dsimulation.seed=N}: the first of them
 *   <li>{@code -Dsimulation.history=TEXT}: only this one, as it was shown
 * </ul>
 */
final class SimulationTest {
    private static final int HISTORIES = Integer.getInteger("simulation.histories", 250);

    /** What once failed. */
    private static final List<String> ONCE_FAILED = List.of(
            // Killed after the sick one's replacement got requests: the next daemon led them back to the sick one.
            "1: APPLY 3@0; FALL_SICK 1@0 15:CRASH_AFTER; MINUTES 5@0",
            "1: APPLY 3@0; FALL_SICK 1@0 16:CRASH_AFTER; MINUTES 5@0",
            // After a reboot a database needed several starts, and what needs it healthy was started without it.
            "1: APPLY 6@0; APPLY 7@0; REBOOT 6@0; MINUTES 3@0",
            // Killed while the old ones were left by their visitors: the next daemon did not wait for these.
            "884: APPLY 134@0; STOP 8218@0 77:CRASH_HALF; APPLY 999@0",
            // Killed twice while a project was forgotten, one application after the other: the rest was healed alone.
            "9860: APPLY 882@0; DELETE_WITH_VOLUMES 538@0 24:CRASH_HALF 47:CRASH_HALF",
            // The end of a deletion could not be written down, and meanwhile what it had taken away was healed.
            "259: APPLY 2667@0; EVENTS 3725@0 24:REFUSED; DELETE 1910@0",
            // A deletion that was given up had stopped what nobody started again.
            "5226: APPLY 1748@0; APPLY 9500@0; DELETE 6411@0 13:CRASH_AFTER 49:CRASH_AFTER",
            // What an apply that had nothing to deploy made needless stayed.
            "5237: APPLY 947@0 46:NEVER; APPLY 3426@0",
            "1596: APPLY 1011@0; FALL_SICK 2725@0; SCALE 2466@0",
            // Killed after a database had stopped to make room, with code 0: it was taken for one that had ended by
            // itself.
            "1722: APPLY 1847@0 104:CRASH_HALF; SCALE 3327@0 42:NEVER; APPLY 2867@0",
            // Killed after requests were led to the new release: taken back was that, and not where requests went.
            "656: APPLY 766@0 60:REFUSED; ROLLBACK 6420@0 75:LOST; APPLY 859@0; APPLY 6957@0 59:CRASH_BEFORE");

    @TempDir
    private Path directory;

    @Test
    void everyInvariantHoldsInEveryHistory() throws Exception {
        String only = System.getProperty("simulation.history", "");
        if (!only.isEmpty()) {
            try (Disk disk = Disk.in(directory)) {
                new Laboratory(disk, PlantedBug.NONE).assertGood(History.of(only));
            }
            return;
        }
        long first = Long.getLong("simulation.seed", 1);
        onAllProcessors(first, first + HISTORIES);
    }

    /** A history knows nothing of the others. */
    private void onAllProcessors(long first, long end) throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(processors);
        try {
            AtomicLong next = new AtomicLong(first);
            List<Future<?>> shares = new ArrayList<>();
            for (int i = 0; i < processors; i++) {
                Path own = directory.resolve(Integer.toString(i));
                shares.add(threads.submit(() -> takeHistories(own, next, end)));
            }
            for (Future<?> share : shares) {
                share.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void takeHistories(Path own, AtomicLong next, long end) {
        try (Disk disk = Disk.in(own)) {
            Laboratory laboratory = new Laboratory(disk, PlantedBug.NONE);
            for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
                laboratory.assertGood(History.of(seed));
            }
        } finally {
            next.set(end); // one that failed is enough
        }
    }

    @Test
    void whatOnceFailedDoesNotFailAgain() {
        try (Disk disk = Disk.in(directory)) {
            Laboratory laboratory = new Laboratory(disk, PlantedBug.NONE);
            ONCE_FAILED.forEach(text -> laboratory.assertGood(History.of(text)));
        }
    }

    @Test
    void theSameHistoryComesToTheSameEnd() {
        try (Disk disk = Disk.in(directory)) {
            Laboratory laboratory = new Laboratory(disk, PlantedBug.NONE);
            for (long seed = 1; seed <= 20; seed++) {
                laboratory.assertSameTwice(History.of(seed));
            }
        }
    }
}
