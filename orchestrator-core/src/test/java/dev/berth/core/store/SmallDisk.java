package dev.berth.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file system of 1 MB in memory, which can be filled; only root can have one. */
public final class SmallDisk implements AutoCloseable {
    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** Mounts one in a directory; without root's rights the test is skipped. */
    public static SmallDisk in(Path directory) throws IOException {
        Path path = Files.createDirectory(directory.resolve("disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", path.toString());
        assumeTrue(mounted, "only root can mount a file system of its own");
        return new SmallDisk(path);
    }

    public Path path() {
        return path;
    }

    /** Takes all the room there is. */
    public void fill() throws IOException {
        try (FileChannel file = FileChannel.open(ballast(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            IOException full = assertThrows(IOException.class, () -> {
                while (true) {
                    file.write(ByteBuffer.allocate(4096));
                }
            });
            assertEquals("No space left on device", full.getMessage());
        }
    }

    /** Gives back what {@link #fill} took. */
    public void makeRoom() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return path.resolve("ballast");
    }

    @Override
    public void close() throws IOException {
        run("umount", "--lazy", path.toString());
    }

    private static boolean run(String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.onExit().join().exitValue() == 0;
    }
}
