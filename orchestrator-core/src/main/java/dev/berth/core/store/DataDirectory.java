package dev.berth.core.store;

import dev.berth.core.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** The daemon's data directory, 0700, held by one daemon at a time; everything written in it is 0600. */
public final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the directory when it is missing, and takes hold of it until {@link #close}, or this process's end.
     *
     * @throws StoreException kind {@code IN_USE} with the process that has it
     */
    public static DataDirectory open(Path path) {
        try {
            Files.createDirectories(
                    path.toAbsolutePath(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            return new DataDirectory(path.toAbsolutePath(), hold(path.resolve("lock")));
        } catch (IOException e) {
            throw new StoreException(
                    Kind.REFUSED,
                    "cannot use the data directory " + path + ": " + words(e)
                            + "; give another one with --data-dir, or make it this user's own",
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
        try {
            return Optional.of(Files.readAllBytes(file(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", name, e);
        }
    }

    /** Makes an empty file with mode 0600, unless it is there. */
    void touch(String name) {
        try {
            if (!Files.exists(file(name))) {
                create(file(name)).close();
            }
        } catch (IOException e) {
            throw failed("make", name, e);
        }
    }

    /** Writes a file whole or not at all, mode 0600. */
    public void write(String name, byte[] content) {
        Path fresh = file(name + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (FileChannel channel = create(fresh)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(fresh, file(name), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw failed("write", name, e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw failed("let go of", "lock", e);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static FileChannel hold(Path file) throws IOException {
        if (!Files.exists(file)) {
            try {
                create(file).close();
            } catch (java.nio.file.FileAlreadyExistsException e) {
                return hold(file);
            }
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        // A refused channel stays open: closing it would also let go of a lock that this same process has.
        try {
            FileLock held = channel.tryLock();
            if (held == null) {
                throw inUse(file, holder(channel));
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(file, "this process");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        return channel;
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    private static StoreException inUse(Path file, String holder) {
        return new StoreException(
                Kind.IN_USE,
                "another Berth daemon (" + holder + ") uses the data directory " + file.toAbsolutePath().getParent()
                        + "; stop it first, or give this one its own with --data-dir and --instance");
    }

    private StoreException failed(String what, String name, IOException e) {
        boolean full = String.valueOf(e.getMessage()).contains("No space left");
        return new StoreException(
                full ? Kind.DISK_FULL : Kind.REFUSED,
                "cannot " + what + " " + file(name) + ": " + words(e)
                        + (full ? "; make room on its disk" : "; look at its owner and rights"),
                e);
    }

    private static String words(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof java.nio.file.FileAlreadyExistsException ? "it is a file" : String.valueOf(e.getMessage());
    }
}
