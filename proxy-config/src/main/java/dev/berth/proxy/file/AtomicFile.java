package dev.berth.proxy.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A file that is replaced whole or not at all: temporary file, fsync, rename, fsync of the directory (rename(2) is
 * atomic within one file system). A reader, also one after a crash or a power cut, finds the old content or the new.
 *
 * <p>The temporary file stands in a directory of its own, so that whoever watches the target's directory sees exactly
 * one event, the rename. Both directories must be on the same file system. One writer per target.
 */
public final class AtomicFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path target;
    private final Path temporary;

    private AtomicFile(Path target, Path temporary) {
        this.target = target;
        this.temporary = temporary;
    }

    /** The file at {@code target}, written by way of {@code temporaryDirectory}; both directories exist. */
    public static AtomicFile of(Path target, Path temporaryDirectory) {
        return new AtomicFile(target, temporaryDirectory.resolve(target.getFileName() + ".tmp"));
    }

    /** What the file holds; empty when there is none. A file that cannot be read is a {@link FileFailure}. */
    public Optional<byte[]> read() {
        try {
            return Optional.of(Files.readAllBytes(target));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileFailure.of("read", target, e);
        }
    }

    /**
     * Makes the file hold exactly {@code content}, mode 0600.
     *
     * @return whether anything was written: false when the file already holds the content, and then nothing is touched
     * @throws FileFailure when the file system refuses; the old file is still whole and no temporary file is left
     */
    public boolean write(byte[] content) {
        if (read().filter(present -> Arrays.equals(present, content)).isPresent()) {
            return false;
        }
        try {
            prepare(content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            force(target.getParent());
        } catch (IOException e) {
            throw discard(FileFailure.of("write", target, e));
        }
        return true;
    }

    /**
     * Removes the file.
     *
     * @return whether there was one
     */
    public boolean delete() {
        try {
            boolean present = Files.deleteIfExists(target);
            if (present) {
                force(target.getParent());
            }
            return present;
        } catch (IOException e) {
            throw FileFailure.of("remove", target, e);
        }
    }

    private void prepare(byte[] content) throws IOException {
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private FileFailure discard(FileFailure failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
