package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A file system of 256 KB in memory in the place of a directory; without root's rights the test is skipped. */
final class FullDisk implements AutoCloseable {
    private final Path path;

    private FullDisk(Path path) {
        this.path = path;
    }

    static FullDisk at(Path path) {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting a small file system needs root");
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("mount", "-t", "tmpfs", "-o", "size=256k,mode=0700", "berth-test", path.toString());
        return new FullDisk(path);
    }

    /** Takes all the room there is. */
    void fill() {
        byte[] page = new byte[4096];
        try (var out = Files.newOutputStream(ballast())) {
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e::toString);
        }
    }

    /** Gives back what {@link #fill} took. */
    void makeRoom() {
        try {
            Files.delete(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ballast() {
        return path.resolve("ballast");
    }

    @Override
    public void close() {
        run("umount", path.toString());
    }

    private static void run(String... command) {
        Docker.Answer answer = Docker.Programs.run(List.of(command), 30);
        assertEquals(0, answer.code(), () -> Arrays.toString(command) + ": " + answer.text());
    }
}
