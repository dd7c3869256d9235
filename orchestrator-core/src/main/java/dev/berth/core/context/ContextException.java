package dev.berth.core.context;

import java.io.IOException;

/** An upload cannot be kept or read; the message says why and what to do. */
public final class ContextException extends RuntimeException {
    /** What a caller can react to. */
    public enum Kind {
        /** The bytes are not those that the name promises, or the name is none. */
        MISMATCH,
        TOO_LARGE,
        /** An entry would leave the context, or is a device. */
        UNSAFE,
        NOT_A_TAR,
        DISK_FULL,
        /** The file system said no. */
        FAILED
    }

    private static final long serialVersionUID = 1;
    private final Kind kind;

    ContextException(Kind kind, String message) {
        this(kind, message, null);
    }

    ContextException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static ContextException of(String attempt, IOException cause) {
        boolean full = String.valueOf(cause.getMessage()).contains("No space left");
        return new ContextException(
                full ? Kind.DISK_FULL : Kind.FAILED,
                "cannot " + attempt + ": " + cause.getMessage() + (full ? "; make room on its disk" : ""),
                cause);
    }

    public Kind kind() {
        return kind;
    }
}
