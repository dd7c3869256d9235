package dev.berth.core.engine;

/** The engine said no, or nothing; the message says what was attempted, on what, its own words, and what to do. */
public final class EngineException extends RuntimeException {
    /** What a caller can react to. */
    public enum Kind {
        /** It does not answer, or refused the connection. */
        UNREACHABLE,
        /** No answer within the deadline. */
        TIMED_OUT,
        /** Something that another owner made stands under the name. */
        FOREIGN,
        IMAGE_UNAVAILABLE,
        BUILD_FAILED,
        /** A host port is taken. */
        PORT_TAKEN,
        /** No free subnet in the pool. */
        POOL_EXHAUSTED,
        DISK_FULL,
        NOT_FOUND,
        INTERRUPTED,
        /** Anything else it refused. */
        REFUSED
    }

    private static final long serialVersionUID = 1;
    private final Kind kind;

    public EngineException(Kind kind, String message) {
        this(kind, message, null);
    }

    public EngineException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
