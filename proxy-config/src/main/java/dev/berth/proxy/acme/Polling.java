package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.Clockwork;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;

/** Looks again and again until something at the authority has changed: soon at first, then more and more rarely. */
final class Polling {
    private static final Duration FIRST = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** What an answer tells at most: some authorities tell a day there, and are done in seconds. */
    private static final Duration LONGEST_TOLD = Duration.ofSeconds(15);
    /** So many looks in a row may fail. */
    private static final int LENIENT = 3;
    /** An authority that is set up anew is away for some seconds; what it is to look at is still there then. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final Clockwork clock;

    Polling(Clockwork clock) {
        this.clock = clock;
    }

    /**
     * Waits for one of the states, as long as patience lasts. Retry-After is honoured, that of an answer for 15 seconds at
     * most, and that of one by which the authority is in trouble in full: where it leads beyond our patience, nothing is
     * waited for.
     *
     * @return the last state that was seen, which is another one when patience is over
     */
    Status until(PollableResource resource, Set<Status> wanted, Duration patience)
            throws AcmeException, InterruptedException {
        Duration end = clock.elapsed().plus(patience);
        Duration pause = FIRST;
        int failed = 0;
        while (true) {
            Duration asked;
            Duration left;
            Status seen = Status.UNKNOWN;
            Optional<AcmeNetworkException> failure = Optional.empty();
            try {
                Optional<Instant> comeBack = resource.fetch();
                seen = resource.getStatus();
                failed = 0;
                left = end.minus(clock.elapsed());
                asked = shorter(comeBack.map(this::waitUntil).orElse(Duration.ZERO), shorter(LONGEST_TOLD, left));
            } catch (AcmeNetworkException e) {
                if (++failed > LENIENT || e.getCause() instanceof InterruptedIOException) {
                    throw e;
                }
                failure = Optional.of(e);
                left = end.minus(clock.elapsed());
                asked = retryAt(e).map(this::waitUntil).orElse(shorter(AFTER_FAILURE, left));
            }
            if (wanted.contains(seen)) {
                return seen;
            }
            if (left.isNegative() || left.isZero() || asked.compareTo(left) > 0) {
                if (failure.isPresent()) {
                    throw failure.get();
                }
                return seen;
            }
            Duration wait = asked.compareTo(pause) > 0 ? asked : pause;
            clock.sleep(shorter(wait, left));
            pause = shorter(pause.multipliedBy(8).dividedBy(5), LONGEST);
        }
    }

    private Duration waitUntil(Instant moment) {
        return Duration.between(clock.now(), moment);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Optional<Instant> retryAt(AcmeNetworkException e) {
        Throwable cause = e.getCause();
        return cause instanceof AuthorityTrouble trouble ? trouble.retryAt() : Optional.empty();
    }
}
