package dev.berth.proxy.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The file system said no. The message says what was attempted, on which path, the system's words and the remedy. */
public final class FileFailure extends RuntimeException {

    /** What a caller may react to. */
    public enum Kind {
        NO_SPACE("free some space on that file system, then try again"),
        DENIED("let the user that runs this daemon read and write there"),
        MISSING("make the directory again, or start the daemon anew, which makes it"),
        OTHER("look at the file system and at the kernel's log");

        private final String remedy;

        Kind(String remedy) {
            this.remedy = remedy;
        }
    }

    private final Path path;
    private final Kind kind;

    private FileFailure(String attempt, Path path, Kind kind, String words, IOException cause) {
        super("cannot " + attempt + " " + path + ": " + words + "; " + kind.remedy, cause);
        this.path = path;
        this.kind = kind;
    }

    /**
     * Tells why the attempt failed.
     *
     * @param attempt a verb with its object's kind, such as {@code "write"}
     */
    public static FileFailure of(String attempt, Path path, IOException cause) {
        String words = words(cause);
        return new FileFailure(attempt, path, kind(cause, words), words, cause);
    }

    public Path path() {
        return path;
    }

    public Kind kind() {
        return kind;
    }

    private static String words(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (cause instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    }

    private static Kind kind(IOException cause, String words) {
        if (words.contains("No space left") || words.contains("quota exceeded")) {
            return Kind.NO_SPACE;
        }
        if (cause instanceof AccessDeniedException || words.contains("Read-only file system")) {
            return Kind.DENIED;
        }
        return cause instanceof NoSuchFileException ? Kind.MISSING : Kind.OTHER;
    }
}
