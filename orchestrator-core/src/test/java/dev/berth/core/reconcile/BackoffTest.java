package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    private static final Duration DAY = Duration.ofDays(1);

    /** Always the shortest or, for 0, the longest pause. */
    private static Backoff with(double chance) {
        RandomGenerator random = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return chance;
            }
        };
        return new Backoff(random);
    }

    /** The pauses after so many repairs, each made as soon as it may be. */
    private static List<Long> pauses(Backoff backoff, int repairs) {
        List<Long> pauses = new ArrayList<>();
        Duration now = DAY;
        for (int i = 0; i < repairs; i++) {
            backoff.repaired(now, now);
            pauses.add(backoff.pause(now).toMillis());
            now = now.plus(backoff.pause(now));
        }
        return pauses;
    }

    @Test
    void theFirstRepairWaitsForNothing() {
        Backoff backoff = with(0);
        assertEquals(Duration.ZERO, backoff.pause(DAY));
        assertFalse(backoff.holds(DAY));
    }

    @Test
    void thePauseDoublesUpToFiveMinutes() {
        assertEquals(
                List.of(
                        1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 64_000L, 128_000L, 256_000L, 300_000L,
                        300_000L),
                pauses(with(0), 11));
    }

    @Test
    void eachIsUpToAFifthShorterSoThatManyDoNotComeAtOnce() {
        assertEquals(List.of(800L, 1_600L, 3_200L), pauses(with(1), 3));
    }

    @Test
    void itHoldsUntilThePauseIsOver() {
        Backoff backoff = with(0);
        backoff.repaired(DAY, DAY);
        assertTrue(backoff.holds(DAY.plusMillis(999)));
        assertFalse(backoff.holds(DAY.plusMillis(1_000)));
    }

    /** How many repairs are counted after one that was called for so long after so many others. */
    private static int counted(int repairs, Duration quiet) {
        Backoff backoff = with(0);
        pauses(backoff, repairs);
        Duration last = DAY.plusMillis(
                pauses(with(0), repairs - 1).stream().mapToLong(p -> p).sum());
        backoff.repaired(last.plus(quiet), last.plus(quiet).plusSeconds(1));
        return backoff.repairs();
    }

    @Test
    void itBeginsAnewAfterTenQuietMinutesAndNoSooner() {
        Duration almost = Duration.ofMinutes(10).minusMillis(1);
        assertEquals(2, counted(1, Duration.ofSeconds(10)));
        assertEquals(2, counted(1, almost));
        assertEquals(1, counted(1, Duration.ofMinutes(10)));
        assertEquals(21, counted(20, almost));
        assertEquals(1, counted(20, Duration.ofMinutes(10)));
    }

    @Test
    void aRepairThatTakesLongIsNoQuietTime() {
        Backoff backoff = with(0);
        Duration now = DAY;
        for (int i = 0; i < 5; i++) {
            Duration began = now.plus(backoff.pause(now));
            now = began.plus(Duration.ofMinutes(5));
            backoff.repaired(began, now);
        }
        assertEquals(5, backoff.repairs());
    }

    @Test
    void whoActsBeginsAnew() {
        Backoff backoff = with(0);
        pauses(backoff, 5);
        backoff.reset();
        assertEquals(Duration.ZERO, backoff.pause(DAY));
        assertEquals(0, backoff.repairs());
    }
}
