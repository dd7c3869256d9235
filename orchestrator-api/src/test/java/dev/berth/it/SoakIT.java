package dev.berth.it;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Orders and disasters at random, one upon the other; then all is as it should be. {@code ./soak ROUNDS SEED} makes it
 * long; without a seed each day has its own.
 */
@Tag("long")
@Order(1)
class SoakIT {
    private static final int ROUNDS = Integer.getInteger("soak.rounds", 200);
    private static final long SEED =
            Long.getLong("soak.seed", LocalDate.now(Clock.systemUTC()).toEpochDay());
    /** So many happen before it is waited until all is well. */
    private static final int EPISODE = 50;

    @Test
    @Timeout(24 * 3600)
    void whateverHappensAllIsWellInTheEnd() throws IOException {
        List<String> history = new ArrayList<>();
        System.out.println("soak: " + ROUNDS + " rounds, seed " + SEED);
        try (Soak soak = new Soak(SEED)) {
            try {
                for (int round = 1; round <= ROUNDS; round++) {
                    note(history, round + " " + soak.happen());
                    if (round % EPISODE == 0 || round == ROUNDS) {
                        soak.settle();
                        note(history, "all is well");
                    }
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "soak: seed " + SEED + ": " + e.getMessage() + "\n" + String.join("\n", history) + "\n"
                                + soak.deployments() + "\n" + soak.daemon().log(),
                        e);
            }
        }
    }

    private static void note(List<String> history, String what) {
        history.add(what);
        if (Boolean.getBoolean("soak.told")) {
            System.out.println(what);
        }
    }
}
