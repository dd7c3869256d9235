package dev.berth.core.route;

/** The proxy, or the file it reads, said no; the message says what, in whose words, and what to do. */
public final class RouteException extends RuntimeException {
    /** What a caller can react to. */
    public enum Kind {
        /** The file could not be written: disk full, no permission. */
        NOT_WRITTEN,
        /** What is published could not be read. */
        NOT_READ,
        /** The proxy read it and refused a part. */
        REFUSED,
        /** The proxy did not say in time that it serves it. */
        UNCONFIRMED,
        /** Another project has that host and path. */
        CONFLICT,
        INTERRUPTED
    }

    private static final long serialVersionUID = 1;
    private final Kind kind;

    public RouteException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
