package dev.berth.core.store;

/** The data directory said no; the message says which file, in whose words, and what to do. */
public final class StoreException extends RuntimeException {
    /** What a caller can react to. */
    public enum Kind {
        /** Another daemon has the directory. */
        IN_USE,
        /** A newer Berth wrote it. */
        NEWER,
        /** The file is not what was written. */
        DAMAGED,
        DISK_FULL,
        /** A key that opens what is stored is missing or does not fit. */
        KEY,
        /** Anything else. */
        REFUSED
    }

    private static final long serialVersionUID = 1;
    private final Kind kind;

    public StoreException(Kind kind, String message) {
        this(kind, message, null);
    }

    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
