package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Histories, each drawn from a seed, come to a good end, and on the way no limit is passed, no key lost, and no certificate
 * in force replaced by one that was not seen.
 */
final class CertificateSimulationTest {
    private static final int HISTORIES = Integer.getInteger("simulation.certificates", 50);
    private static final int MOST_TRIES = 400;
    /** Of which the slowest mistake to be found needs less than a third. */
    private static final int MOST = 300;

    @Test
    void everyInvariantHoldsInEveryHistory() {
        long first = Long.getLong("simulation.seed", 1);
        for (long seed = first; seed < first + HISTORIES; seed++) {
            CertificateHistory history = CertificateHistory.of(seed);
            Optional<String> violation = violation(history, PlantedFault.NONE);
            if (violation.isPresent()) {
                throw new AssertionError(report(history, violation.get()));
            }
        }
    }

    @Test
    @Tag("long")
    void mistakesThatArePlantedAreFound() {
        Map<PlantedFault, Long> found = new TreeMap<>();
        Set<PlantedFault> planted = EnumSet.complementOf(EnumSet.of(PlantedFault.NONE));
        for (PlantedFault fault : planted) {
            for (long seed = 1; seed <= MOST && !found.containsKey(fault); seed++) {
                CertificateHistory history = CertificateHistory.of(seed);
                if (violation(history, fault).isPresent()) {
                    assertEquals(Optional.empty(), violation(history, PlantedFault.NONE), "without a mistake");
                    found.put(fault, seed);
                }
            }
        }
        if (Boolean.getBoolean("simulation.tell")) {
            System.out.println(found);
        }
        assertEquals(planted, found.keySet());
    }

    private static Optional<String> violation(CertificateHistory history, PlantedFault fault) {
        return new CertificateSimulation(history, fault).run();
    }

    private static String report(CertificateHistory history, String invariant) {
        CertificateHistory shortest = shortest(history, invariant);
        CertificateSimulation again = new CertificateSimulation(shortest, PlantedFault.NONE);
        again.run();
        return "seed " + history.seed() + ": " + invariant + "\nshortened to: " + shortest + "\n  "
                + String.join("\n  ", again.told())
                + "\nagain:  -Dtest=CertificateSimulationTest -Dsimulation.seed=" + history.seed()
                + " -Dsimulation.certificates=1";
    }

    private static CertificateHistory shortest(CertificateHistory history, String invariant) {
        CertificateHistory best = history;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<CertificateHistory> shorter = best.shortened().stream()
                    .filter(h -> violation(h, PlantedFault.NONE).equals(Optional.of(invariant)))
                    .findFirst();
            if (shorter.isEmpty()) {
                return best;
            }
            best = shorter.get();
        }
        return best;
    }
}
