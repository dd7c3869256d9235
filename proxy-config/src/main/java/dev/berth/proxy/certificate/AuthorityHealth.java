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
     * It was not reached, or said that it is in trouble: 1 minute of rest, twice as long each time, up to an hour.
     *
     * @param retryAt its own word, which counts where it is later; for a day at most
     */
    AuthorityHealth away(URI authority, String message, Optional<Instant> retryAt, Instant now) {
        AuthorityHealth paused = paused(authority, message, now);
        Instant longest = now.plus(Duration.ofDays(1));
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
