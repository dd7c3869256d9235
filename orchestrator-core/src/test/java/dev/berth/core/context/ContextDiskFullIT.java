package dev.berth.core.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.core.store.SmallDisk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContextDiskFullIT {

    private static final byte[] LARGE = Tar.of().file("a", "x".repeat(700_000)).bytes();

    @TempDir
    Path directory;

    @AutoClose
    private SmallDisk disk;

    @BeforeEach
    void mount() throws IOException {
        disk = SmallDisk.in(directory);
    }

    @Test
    void anUploadThatFindsNoRoomIsSaidAndLeavesNothing() throws IOException {
        Path home = disk.path().resolve("contexts");
        ContextStore contexts = ContextStore.open(home, 1 << 20);
        ContextException full =
                assertThrows(ContextException.class, () -> contexts.put(new ByteArrayInputStream(LARGE)));
        assertEquals(
                "DISK_FULL cannot keep an upload in " + home
                        + ": No space left on device; free some space on that file system, then try again",
                full.kind() + " " + full.getMessage());
        try (Stream<Path> files = Files.list(home)) {
            assertEquals(0, files.count());
        }
        byte[] small = Tar.of().file("a", "x").bytes();
        contexts.put(Tar.digest(small), new ByteArrayInputStream(small));
        assertEquals(true, contexts.has(Tar.digest(small)));
    }
}
