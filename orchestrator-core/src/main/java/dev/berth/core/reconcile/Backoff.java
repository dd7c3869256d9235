package dev.berth.core.reconcile;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to leave something alone that keeps failing: the first repair is made at once, the next after 1 s, then the
 * pause doubles up to 5 minutes, each up to a fifth shorter so that many do not come at once. It begins anew after 10 quiet
 * minutes. What was well and somebody stopped, removed or cut off by hand is in no loop, and is put right at once, unless
 * that goes on and on, as only a program does it. Safe for several threads.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration QUIET = Duration.ofMinutes(10);
    /** More than a person does by hand. */
    private static final int DISTURBANCES = 20;

    private final RandomGenerator random;
    private int repairs;
    private int disturbances;
    private Duration last = Duration.ZERO;
    private Duration lastDisturbed = Duration.ZERO;
    private Duration notBefore = Duration.ZERO;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** How long a repair has to wait still; zero or negative: none. {@code now} is elapsed time. */
    synchronized Duration pause(Duration now) {
        return repairs == 0 ? Duration.ZERO : notBefore.minus(now);
    }

    synchronized boolean holds(Duration now) {
        return pause(now).compareTo(Duration.ZERO) > 0;
    }

    /** Repairs without a quiet time between them. */
    synchronized int repairs() {
        return repairs;
    }

    /**
     * A repair was made, whether it helped or not.
     *
     * @param began when that was called for
     */
    synchronized void repaired(Duration began, Duration now) {
        if (began.minus(last).compareTo(QUIET) >= 0) {
            repairs = 0;
        }
        repairs++;
        last = now;
        notBefore = now.plusNanos((long) (full().toNanos() * (1 - random.nextDouble() / 5)));
    }

    /**
     * What was well and was disturbed from outside is well again; without 10 minutes' peace, the twenty-first time counts
     * as a repair.
     *
     * @param began when the repair was called for
     */
    synchronized void disturbed(Duration began, Duration now) {
        if (began.minus(lastDisturbed).compareTo(QUIET) >= 0) {
            disturbances = 0;
        }
        disturbances++;
        lastDisturbed = now;
        if (disturbances > DISTURBANCES) {
            repaired(began, now);
        }
    }

    /** The longest pause there is after so many repairs. */
    private Duration full() {
        Duration full = repairs > 9 ? LONGEST : FIRST.multipliedBy(1L << (repairs - 1));
        return full.compareTo(LONGEST) > 0 ? LONGEST : full;
    }

    /** Begins anew: somebody acted, or the cause went away. */
    synchronized void reset() {
        repairs = 0;
        disturbances = 0;
        notBefore = Duration.ZERO;
    }
}
