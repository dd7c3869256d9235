package dev.berth.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.Task;
import dev.berth.core.time.ManualTimekeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory on a file system of 1 MB. */
final class DiskFullIT {

    private final ManualTimekeeper time = new ManualTimekeeper();

    @TempDir
    Path directory;

    @AutoClose
    private SmallDisk disk;

    private Path data;

    @BeforeEach
    void mount() throws IOException {
        disk = SmallDisk.in(directory);
        data = disk.path().resolve("data");
    }

    @Test
    void whatWasStoredIsThereAndGoesOnWhenThereIsRoomAgain() throws IOException {
        try (Store store = Store.open(data, time::now)) {
            new RandomCalls(new Random(1)).some(30).forEach(call -> call.accept(store));
            long id = store.deployments()
                    .add(TestStore.SHOP, new Task.Stop(TestStore.WEB), 1, "ann")
                    .id();
            disk.fill();
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
            disk.makeRoom();
            store.audit().add("ann", "apply", "shop", "there is room");
            assertEquals("there is room", store.audit().list(1).get(0).outcome());
        }
    }

    @Test
    void aFullDiskIsSaidAtTheStartAndSpoilsNothing() throws IOException {
        String stored;
        try (Store store = Store.open(data, time::now)) {
            new RandomCalls(new Random(1)).some(30).forEach(call -> call.accept(store));
            stored = StoreText.of(store);
        }
        disk.fill();
        StoreException full = assertThrows(StoreException.class, () -> Store.open(data, time::now));
        assertEquals(StoreException.Kind.DISK_FULL, full.kind(), full::getMessage);
        disk.makeRoom();
        try (Store store = Store.open(data, time::now)) {
            assertEquals(stored, StoreText.of(store));
        }
    }

    @Test
    void aFirstStartOnAFullDiskIsSaidAndMadeGoodByTheNext() throws IOException {
        disk.fill();
        StoreException full = assertThrows(StoreException.class, () -> Store.open(data, time::now));
        assertEquals(StoreException.Kind.DISK_FULL, full.kind(), full::getMessage);
        disk.makeRoom();
        try (Store store = Store.open(data, time::now)) {
            assertEquals(1, store.tokens().list().size());
        }
    }
}
