package dev.berth.proxy.traefik;

/** Traefik, or the directory between it and Berth, said no. The message says what, where, whose words and the remedy. */
public final class TraefikFailure extends RuntimeException {

    /** What a caller may react to. */
    public enum Kind {
        /** Traefik has read the configuration and refuses a part of it; its own words are in the message. */
        REFUSED,
        /** Traefik answers, but does not show what was published before the deadline. */
        NOT_TAKEN_UP,
        /** Traefik's API does not answer. */
        UNREACHABLE,
        /** Traefik's API answers, but does not accept the credentials. */
        DENIED,
        /** A file of the directory cannot be understood; the owner must be replaced whole. */
        UNREADABLE,
        /** A file that somebody else wrote stands where Berth's would. */
        FOREIGN,
        /** Another owner has published the same address. */
        CONFLICT,
        /** The waiting thread was interrupted. */
        INTERRUPTED
    }

    private final Kind kind;

    TraefikFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    TraefikFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
