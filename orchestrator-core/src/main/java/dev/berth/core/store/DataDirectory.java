package dev.berth.core.store;

import dev.berth.core.store.StoreException.Kind;
import dev.berth.proxy.file.AtomicFile;
import dev.berth.proxy.file.FileFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The daemon's data directory, 0700, held by one daemon at a time; everything written in it is 0600. */
public final class DataDirectory implements AutoCloseable {
    /** Bytes in the lock file: the process that has it. */
    private static final int HOLDER = 32;

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the directory when it is missing, and takes hold of it until {@link #close}, or this process's end.
     *
     * @throws StoreException kind {@code IN_USE} with the process that has it, {@code REFUSED} for another user's directory
     */
    public static DataDirectory open(Path path) {
        try {
            Files.createDirectories(
                    path.toAbsolutePath(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            DirectoryOwner.require(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            return new DataDirectory(path.toAbsolutePath(), hold(path.resolve("lock")));
        } catch (IOException e) {
            Kind kind = kind(FileFailure.of("use", path, e));
            String remedy = kind == Kind.DISK_FULL ? "make room on its disk" : "make it this user's own";
            throw new StoreException(
                    kind,
                    "cannot use the data directory " + path + ": " + words(e) + "; " + remedy
                            + ", or give another one with --data-dir",
                    e);
        }
    }

    public Path path() {
        return path;
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    /** The content of a file; empty when there is none. */
    public Optional<byte[]> read(String name) {
        return stored(() -> atomic(name).read());
    }

    /** Makes an empty file with mode 0600, unless it is there; says how many bytes are in it. */
    long touch(String name) {
        try (FileChannel file = made(file(name))) {
            return file.size();
        } catch (IOException e) {
            throw failure(FileFailure.of("make", file(name), e));
        }
    }

    /** Writes a file whole or not at all, mode 0600. */
    public void write(String name, byte[] content) {
        stored(() -> atomic(name).write(content));
    }

    private AtomicFile atomic(String name) {
        return AtomicFile.of(file(name), path);
    }

    private static <T> T stored(Supplier<T> call) {
        try {
            return call.get();
        } catch (FileFailure e) {
            throw failure(e);
        }
    }

    private static StoreException failure(FileFailure e) {
        return new StoreException(kind(e), e.getMessage(), e);
    }

    private static Kind kind(FileFailure e) {
        return e.kind() == FileFailure.Kind.NO_SPACE ? Kind.DISK_FULL : Kind.REFUSED;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw failure(FileFailure.of("let go of", file("lock"), e));
        }
    }

    private static FileChannel made(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static FileChannel hold(Path file) throws IOException {
        FileChannel channel = made(file);
        // A refused channel stays open: closing it would also let go of a lock that this same process has.
        try {
            FileLock held = channel.tryLock();
            if (held == null) {
                throw inUse(file, holder(channel));
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(file, "this process");
        }
        try {
            // Over what the last one wrote, and as long, so that it needs no room on a full disk.
            String pid = Long.toString(ProcessHandle.current().pid());
            String mine = pid + " ".repeat(HOLDER - 1 - pid.length()) + "\n";
            channel.write(ByteBuffer.wrap(mine.getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(HOLDER);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    private static StoreException inUse(Path file, String holder) {
        return new StoreException(
                Kind.IN_USE,
                "another Berth daemon (" + holder + ") uses the data directory "
                        + file.toAbsolutePath().getParent()
                        + "; stop it first, or give this one its own with --data-dir and --instance");
    }

    private static String words(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof java.nio.file.FileAlreadyExistsException ? "it is a file" : String.valueOf(e.getMessage());
    }
}
