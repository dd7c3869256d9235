package dev.berth.core.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The simulation finds mistakes that are planted on purpose; {@code -Dsimulation.bug=NAME} plants that one alone, and
 * {@code -Dsimulation.tell=true} says by what each was found.
 */
@Tag("long")
final class PlantedBugsTest {
    private static final int HISTORIES = 2_000;

    @TempDir
    private Path directory;

    @Test
    void eachIsFound() {
        Map<PlantedBugs, String> missed = new TreeMap<>();
        try (Disk disk = Disk.in(directory)) {
            String only = System.getProperty("simulation.bug", "");
            for (PlantedBugs bug :
                    only.isEmpty() ? PlantedBugs.values() : new PlantedBugs[] {PlantedBugs.valueOf(only)}) {
                Optional<String> found = found(new Laboratory(disk, PlantedBug.NONE), new Laboratory(disk, bug));
                if (found.isEmpty()) {
                    missed.put(bug, "not in " + HISTORIES + " histories");
                } else if (Boolean.getBoolean("simulation.tell")) {
                    System.out.println(bug + ": " + found.get());
                }
            }
        }
        assertEquals(Map.of(), missed);
    }

    private static Optional<String> found(Laboratory right, Laboratory wrong) {
        for (int seed = 1; seed <= HISTORIES; seed++) {
            Optional<Violation> violation =
                    wrong.failure(History.of(seed)).filter(v -> !v.invariant().equals(Laboratory.ITSELF));
            if (violation.isPresent()) {
                assertEquals(Optional.empty(), right.failure(History.of(seed)), "without a mistake");
                return Optional.of("history " + seed + ": " + violation.get().invariant());
            }
        }
        return Optional.empty();
    }
}
