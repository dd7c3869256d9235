package dev.berth.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.Task;
import dev.berth.core.time.ManualTimekeeper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory on a file system of 1 MB. */
final class DiskFullIT {

    private final ManualTimekeeper time = new ManualTimekeeper();

    @TempDir
    Path directory;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(directory.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        assumeTrue(mounted, "only root can mount a file system of its own");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted) {
            run("umount", "--lazy", disk.toString());
        }
    }

    @Test
    void whatWasStoredIsThereAndGoesOnWhenThereIsRoomAgain() throws IOException {
        Path data = disk.resolve("data");
        try (Store store = Store.open(data, time::now)) {
            new RandomCalls(new Random(1)).some(30).forEach(call -> call.accept(store));
            long id = store.deployments()
                    .add(TestStore.SHOP, new Task.Stop(TestStore.WEB), 1, "ann")
                    .id();
            Path ballast = fill();
            StoreException full = assertThrows(StoreException.class, () -> {
                while (true) {
                    store.deployments().append(id, "web", new DeploymentEvent.Progress("x".repeat(500)));
                }
            });
            assertEquals(
                    "DISK_FULL cannot write " + data.resolve("berth.db")
                            + ": the disk is full; make room there, nothing that was stored is lost",
                    full.kind() + " " + full.getMessage());
            String stored = StoreText.of(store);
            assertThrows(StoreException.class, () -> store.audit().add("ann", "x".repeat(5000), "shop", ""));
            assertEquals(stored, StoreText.of(store));
            Files.delete(ballast);
            store.audit().add("ann", "apply", "shop", "there is room");
            assertEquals("there is room", store.audit().list(1).get(0).outcome());
        }
    }

    @Test
    void aFullDiskIsSaidAtTheStartAndSpoilsNothing() throws IOException {
        Path data = disk.resolve("data");
        String stored;
        try (Store store = Store.open(data, time::now)) {
            new RandomCalls(new Random(1)).some(30).forEach(call -> call.accept(store));
            stored = StoreText.of(store);
        }
        Path ballast = fill();
        StoreException full = assertThrows(StoreException.class, () -> Store.open(data, time::now));
        assertEquals(StoreException.Kind.DISK_FULL, full.kind(), full::getMessage);
        Files.delete(ballast);
        try (Store store = Store.open(data, time::now)) {
            assertEquals(stored, StoreText.of(store));
        }
    }

    @Test
    void aFirstStartOnAFullDiskIsSaidAndMadeGoodByTheNext() throws IOException {
        Path data = disk.resolve("data");
        Path ballast = fill();
        StoreException full = assertThrows(StoreException.class, () -> Store.open(data, time::now));
        assertEquals(StoreException.Kind.DISK_FULL, full.kind(), full::getMessage);
        Files.delete(ballast);
        try (Store store = Store.open(data, time::now)) {
            assertEquals(1, store.tokens().list().size());
        }
    }

    /** Takes all the room there is. */
    private Path fill() throws IOException {
        Path ballast = disk.resolve("ballast");
        try (FileChannel file = FileChannel.open(ballast, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            IOException full = assertThrows(IOException.class, () -> {
                while (true) {
                    file.write(java.nio.ByteBuffer.allocate(4096));
                }
            });
            assertEquals("No space left on device", full.getMessage());
        }
        return ballast;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
