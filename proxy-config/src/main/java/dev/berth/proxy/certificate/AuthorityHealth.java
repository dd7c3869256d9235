package dev.berth.proxy.certificate;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which authorities are in trouble, and until when nothing is asked of them. Immutable; forgotten at a restart. */
public record AuthorityHealth(Map<URI, Trouble> troubles) {
    public static final AuthorityHealth GOOD = new AuthorityHealth(Map.of());

    /** How long at most an authority is believed that wants to be left alone. */
    static final Duration LONGEST = Duration.ofDays(1);
    /** Clocks that differ by less were not set. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    /** @param failures in a row */
    public record Trouble(int failures, Instant until, String message) {}

    public AuthorityHealth {
        troubles = Map.copyOf(troubles);
    }

    public Optional<Trouble> of(URI authority) {
        return Optional.ofNullable(troubles.get(authority));
    }

    /** It answered. */
    public AuthorityHealth answered(URI authority) {
        Map<URI, Trouble> rest = new TreeMap<>(troubles);
        rest.remove(authority);
        return new AuthorityHealth(rest);
    }

    public AuthorityHealth troubled(URI authority, Trouble trouble) {
        Map<URI, Trouble> more = new TreeMap<>(troubles);
        more.put(authority, trouble);
        return new AuthorityHealth(more);
    }

    /**
     * With what somebody else met at an authority who began before this was known: what fails at once is one failure, not
     * several in a row.
     */
    AuthorityHealth beside(AuthorityHealth other, URI authority) {
        Optional<Trouble> theirs = other.of(authority);
        if (theirs.isEmpty()) {
            return answered(authority);
        }
        return of(authority)
                .filter(ours -> ours.until().isAfter(theirs.get().until()))
                .map(ours -> this)
                .orElseGet(() -> troubled(authority, theirs.get()));
    }

    /** The same by a clock that was set back: who is left alone for longer than anybody ever is may be asked now. */
    AuthorityHealth asOf(Instant now) {
        Map<URI, Trouble> next = new TreeMap<>(troubles);
        next.replaceAll((authority, trouble) ->
                trouble.until().isAfter(now.plus(LONGEST).plus(SLACK))
                        ? new Trouble(trouble.failures(), now, trouble.message())
                        : trouble);
        return next.equals(troubles) ? this : new AuthorityHealth(next);
    }

    /**
     * It was not reached, or said that it is in trouble: 1 minute of rest, twice as long each time, up to an hour.
     *
     * @param retryAt its own word, which counts where it is later; for a day at most
     */
    AuthorityHealth away(URI authority, String message, Optional<Instant> retryAt, Instant now) {
        AuthorityHealth paused = paused(authority, message, now);
        Instant longest = now.plus(LONGEST);
        Trouble trouble = paused.troubles.get(authority);
        return retryAt.map(at -> at.isAfter(longest) ? longest : at)
                .filter(at -> at.isAfter(trouble.until()))
                .map(at -> troubled(authority, new Trouble(trouble.failures(), at, message)))
                .orElse(paused);
    }

    /** It asked us to go slower, which may concern one name or all: the same rest. */
    AuthorityHealth paused(URI authority, String message, Instant now) {
        int failures = of(authority).map(Trouble::failures).orElse(0) + 1;
        Duration rest = failures > 6 ? Duration.ofHours(1) : Duration.ofMinutes(1L << (failures - 1));
        return troubled(authority, new Trouble(failures, now.plus(rest), message));
    }
}
