package dev.berth.proxy.acme;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** An answer by which the authority says that it is in trouble, or that is no answer of an ACME server at all. */
final class AuthorityTrouble extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Optional<Instant> retryAt;

    /** @param words its own, where it has some */
    AuthorityTrouble(int status, Optional<Instant> retryAt, String words) {
        super("HTTP " + status + (words.isEmpty() ? "" : ": " + words));
        this.status = status;
        this.retryAt = retryAt;
    }

    int status() {
        return status;
    }

    /** By our clock. */
    Optional<Instant> retryAt() {
        return retryAt;
    }
}
