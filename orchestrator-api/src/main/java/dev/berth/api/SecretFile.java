package dev.berth.api;

import dev.berth.core.release.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** A small file that holds one secret on one line. */
record SecretFile(Path path) {
    private static final int LARGEST = 64 * 1024;

    /** What is wrong with a file that should hold a secret, in words that follow its name. */
    static Optional<String> mistake(Path path) {
        try {
            if (Files.isDirectory(path)) {
                return Optional.of("is a directory; name the file with the secret");
            }
            if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)) {
                return Optional.of("can be read by everybody; take that away:  chmod 600 " + path);
            }
            if (Files.size(path) > LARGEST) {
                return Optional.of("is larger than 64 KiB; is it the secret?");
            }
            return Files.readString(path).isBlank()
                    ? Optional.of("is empty; write the secret into it")
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of("cannot be read: No such file or directory");
        } catch (IOException e) {
            return Optional.of("cannot be read: " + reason(e));
        }
    }

    /** The secret, without the line's end. @throws UncheckedIOException when the file went since the start */
    Secret read() {
        try {
            return Secret.of(Files.readString(path).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException ? "permission denied" : e.getMessage();
    }
}
