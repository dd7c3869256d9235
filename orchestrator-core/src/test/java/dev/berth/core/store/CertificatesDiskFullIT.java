package dev.berth.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.core.time.ManualTimekeeper;
import dev.berth.proxy.certificate.CertificateStore;
import dev.berth.proxy.certificate.NameRecord;
import dev.berth.proxy.certificate.SealedCertificateStore;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates on a file system of 1 MB. */
final class CertificatesDiskFullIT {
    private static final NameRecord SHOP = NameRecord.of(HostName.of("shop.example.org"));

    private final ManualTimekeeper time = new ManualTimekeeper();

    @TempDir
    Path directory;

    @AutoClose
    private SmallDisk disk;

    @AutoClose
    private Store keys;

    @BeforeEach
    void mount() throws IOException {
        disk = SmallDisk.in(directory);
        keys = Store.open(directory.resolve("data"), time::now);
    }

    private SealedCertificateStore open() {
        return SealedCertificateStore.open(disk.path().resolve("certificates"), keys.seal());
    }

    @Test
    void aFullDiskIsSeenBeforeAnythingIsOrderedAndNothingIsLost() throws IOException {
        CertificateStore store = open();
        store.put(SHOP);
        disk.fill();
        assertEquals(
                FileFailure.Kind.NO_SPACE,
                assertThrows(FileFailure.class, store::probe).kind());
        NameRecord failed = SHOP.withAttempts(new NameRecord.Attempts(
                1, Optional.empty(), "x".repeat(9000), Optional.empty(), Optional.empty(), false, List.of()));
        assertEquals(
                FileFailure.Kind.NO_SPACE,
                assertThrows(FileFailure.class, () -> store.put(failed)).kind());
        assertEquals(Optional.of(SHOP), store.find(SHOP.name()));
        assertEquals(List.of(SHOP), open().all());
        disk.makeRoom();
        store.probe();
        store.put(failed);
        assertEquals(List.of(failed), open().all());
        assertEquals(List.of(), open().broken());
    }
}
