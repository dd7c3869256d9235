package dev.berth.core.context;

import dev.berth.proxy.file.FileFailure;
import java.io.IOException;
import java.nio.file.Path;

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

    static ContextException of(String attempt, Path path, IOException cause) {
        FileFailure failure = FileFailure.of(attempt, path, cause);
        return new ContextException(
                failure.kind() == FileFailure.Kind.NO_SPACE ? Kind.DISK_FULL : Kind.FAILED,
                failure.getMessage(),
                cause);
    }

    public Kind kind() {
        return kind;
    }
}
