package dev.berth.core.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

/** Carries out histories, and finds the shortest form of one that fails. */
final class Laboratory {
    /** What does not hold when something ends with an exception that nobody expects. */
    static final String ITSELF = "the simulation itself goes on";

    private static final int MOST_TRIES = 600;

    private final Disk disk;
    private final PlantedBug bug;

    Laboratory(Disk disk, PlantedBug bug) {
        this.disk = disk;
        this.bug = bug;
    }

    /** @throws AssertionError with the shortened history, when an invariant does not hold in it */
    void assertGood(History history) {
        Optional<Violation> failure = failure(history);
        if (failure.isPresent()) {
            throw new AssertionError(report(history, failure.get()), failure.get());
        }
    }

    /** Carries out a history twice, and compares all that was called. */
    void assertSameTwice(History history) {
        assertEquals(traced(history), traced(history), history.toString());
    }

    private String traced(History history) {
        Simulation simulation = new Simulation(history, disk, bug);
        simulation.machine().fate().trace();
        failure(simulation);
        return String.join("\n", simulation.told());
    }

    /** Which invariant does not hold in a history. */
    Optional<Violation> failure(History history) {
        return failure(new Simulation(history, disk, bug));
    }

    private Optional<Violation> failure(Simulation simulation) {
        try {
            simulation.run();
            return Optional.empty();
        } catch (Violation e) {
            return Optional.of(e);
        } catch (RuntimeException | AssertionError e) {
            Violation violation = new Violation(ITSELF, e.toString());
            violation.initCause(e);
            return Optional.of(violation);
        }
    }

    private String report(History history, Violation failure) {
        History shortest = shortest(history, failure.invariant());
        Simulation again = new Simulation(shortest, disk, bug);
        again.machine().fate().trace();
        Optional<Violation> shown = failure(again);
        return "seed " + history.seed() + ": " + failure.getMessage() + "\nshortened to: " + shortest + "\n  "
                + String.join("\n  ", again.told()) + "\n  "
                + shown.map(Throwable::getMessage).orElse("no failure any more")
                + "\nagain:  -Dtest=SimulationTest -Dsimulation.seed=" + history.seed()
                + " -Dsimulation.histories=1\nas a test:  \"" + shortest + "\"";
    }

    /** Leaves out whatever can be left out so that the same invariant still does not hold. */
    History shortest(History history, String invariant) {
        History best = history;
        boolean shorter = true;
        int tries = 0;
        while (shorter && tries < MOST_TRIES) {
            shorter = false;
            for (History candidate : best.shortened()) {
                if (++tries < MOST_TRIES && fails(candidate, invariant)) {
                    best = candidate;
                    shorter = true;
                    break;
                }
            }
        }
        return best;
    }

    private boolean fails(History history, String invariant) {
        return failure(history).filter(f -> f.invariant().equals(invariant)).isPresent();
    }
}
