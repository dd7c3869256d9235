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
    /** So many looks in a row may fail. */
    private static final int LENIENT = 3;

    private final Clockwork clock;

    Polling(Clockwork clock) {
        this.clock = clock;
    }

    /**
     * Waits for one of the states, as long as patience lasts and no longer than the authority lets us; Retry-After is
     * honoured.
     *
     * @return the last state that was seen, which is another one when patience is over
     */
    Status until(PollableResource resource, Set<Status> wanted, Duration patience)
            throws AcmeException, InterruptedException {
        Duration end = clock.elapsed().plus(patience);
        Duration pause = FIRST;
        int failed = 0;
        while (true) {
            Optional<Instant> comeBack;
            Status seen = Status.UNKNOWN;
            Optional<AcmeNetworkException> failure = Optional.empty();
            try {
                comeBack = resource.fetch();
                seen = resource.getStatus();
                failed = 0;
            } catch (AcmeNetworkException e) {
                if (++failed > LENIENT || e.getCause() instanceof InterruptedIOException) {
                    throw e;
                }
                failure = Optional.of(e);
                comeBack = retryAt(e);
            }
            Duration asked =
                    comeBack.map(at -> Duration.between(clock.now(), at)).orElse(Duration.ZERO);
            Duration left = end.minus(clock.elapsed());
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
            clock.sleep(wait.compareTo(left) > 0 ? left : wait);
            pause = pause.multipliedBy(8).dividedBy(5);
            pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        }
    }

    private static Optional<Instant> retryAt(AcmeNetworkException e) {
        Throwable cause = e.getCause();
        return cause instanceof AuthorityTrouble trouble ? trouble.retryAt() : Optional.empty();
    }
}
