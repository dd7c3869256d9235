package dev.berth.proxy.certificate;

import java.net.URI;
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
}
