package dev.berth.proxy.certificate;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Why there is no certificate, sorted by what can be done about it; the message says it in plain words. */
public final class IssuanceFailure extends RuntimeException {
    /** How to react. */
    public enum Kind {
        /** The authority could not see that the name is ours: DNS, firewall, CAA. By name, up the ladder. */
        CHALLENGE,
        /** The authority refuses this name or this request; by name, up the ladder. */
        REFUSED,
        /** It issued something that is not what was asked for: as {@code REFUSED}, but the authority counts it. */
        USELESS,
        /** Too much was asked, and it is not said for whom: not that name before {@link #retryAt}, and all go slower. */
        RATE_LIMITED,
        /** Too much was asked for that name, or for a domain that it lies in: not that name before {@link #retryAt}. */
        NAME_LIMITED,
        /** The authority is not reached, or says that it is in trouble: nothing is asked of it for a while. */
        AUTHORITY_AWAY,
        /** The name is paused, or terms have changed: a person must act, see {@link #link}; not tried again. */
        USER_ACTION,
        /** The authority does not know the account: make a new one and try once more. */
        ACCOUNT_GONE,
        /** Nothing can be shown to an authority from here at the moment, so nothing was asked of one. */
        HINDERED,
        /** By what was counted here, one more would go beyond a limit: nothing was asked, and nothing failed. */
        POSTPONED,
        /** What was got could not be stored, or the store refused before anything was asked. */
        STORE,
        INTERRUPTED
    }

    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final transient Optional<Instant> retryAt;
    private final transient Optional<URI> link;

    public IssuanceFailure(Kind kind, String message, Throwable cause) {
        this(kind, message, Optional.empty(), Optional.empty(), cause);
    }

    public IssuanceFailure(Kind kind, String message, Optional<Instant> retryAt, Optional<URI> link, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAt = retryAt;
        this.link = link;
    }

    public Kind kind() {
        return kind;
    }

    /** The authority's own word on when to come again. */
    public Optional<Instant> retryAt() {
        return retryAt;
    }

    /** Where a person can act, or read what was refused. */
    public Optional<URI> link() {
        return link;
    }
}
