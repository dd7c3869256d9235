package dev.berth.it;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits for conditions; the deadline is for the test's own end, never a claim about speed. It looks less and less often:
 * each look costs a daemon what it needs for its work.
 */
final class Eventually {
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMillis(100);

    private Eventually() {}

    static <T> T get(String what, Duration patience, Supplier<Optional<T>> attempt) {
        return get(() -> what, patience, attempt);
    }

    /**
     * Waits until {@code attempt} brings something; a failed attempt counts as nothing, its words end the message.
     *
     * @param what asked for only at the end, so that it can tell how things stand then
     */
    static <T> T get(Supplier<String> what, Duration patience, Supplier<Optional<T>> attempt) {
        return get(what, patience, LONGEST, attempt);
    }

    private static <T> T get(
            Supplier<String> what, Duration patience, Duration longest, Supplier<Optional<T>> attempt) {
        long pause = SHORTEST.toNanos();
        long deadline = System.nanoTime() + patience.toNanos();
        Throwable last = null;
        do {
            try {
                Optional<T> found = attempt.get();
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (RuntimeException | AssertionError e) {
                last = e;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 3 / 2, longest.toNanos());
        } while (System.nanoTime() < deadline);
        throw new AssertionError("not within " + patience.toSeconds() + " s: " + what.get(), last);
    }

    static void holds(String what, Duration patience, Supplier<Boolean> condition) {
        holds(() -> what, patience, condition);
    }

    static void holds(Supplier<String> what, Duration patience, Supplier<Boolean> condition) {
        get(what, patience, () -> condition.get() ? Optional.of(true) : Optional.empty());
    }

    /** The same for what may have passed a moment later: it goes on looking as often as at first. */
    static void isCaught(Supplier<String> what, Duration patience, Supplier<Boolean> condition) {
        get(what, patience, SHORTEST, () -> condition.get() ? Optional.of(true) : Optional.empty());
    }
}
