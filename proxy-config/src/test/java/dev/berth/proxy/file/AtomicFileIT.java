package dev.berth.proxy.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system of 64 KiB, which root can mount. */
class AtomicFileIT {

    @TempDir
    private Path base;

    @Test
    void aFullDiskLeavesTheOldFileWholeAndNothingElse() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(base.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()) == 0, "not root");
        try {
            Path temporary = Files.createDirectory(disk.resolve("temporary"));
            Path target = disk.resolve("shop.yml");
            AtomicFile file = AtomicFile.of(target, temporary);
            file.write("old".getBytes(UTF_8));
            var failure = assertThrows(FileFailure.class, () -> file.write(new byte[200_000]));
            assertEquals(
                    "cannot write " + target + ": No space left on device; free some space on that file system, then "
                            + "try again",
                    failure.getMessage());
            assertEquals(FileFailure.Kind.NO_SPACE, failure.kind());
            assertEquals("old", Files.readString(target));
            try (Stream<Path> left = Files.list(temporary)) {
                assertEquals(List.of(), left.toList());
            }
        } finally {
            run("umount", disk.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
