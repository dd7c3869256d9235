package dev.berth.proxy.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.proxy.certificate.CertificateStore.Account;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealedCertificateStoreTest extends CertificateStoreContract {
    private static final Account ACCOUNT = new Account(Records.AUTHORITY.resolve("acct/1"), Records.KEY);

    @TempDir
    Path base;

    private Path directory;
    private SealedCertificateStore store;

    @BeforeEach
    void open() {
        directory = base.resolve("certificates");
        store = again();
    }

    @Override
    CertificateStore store() {
        return store;
    }

    private SealedCertificateStore again() {
        return SealedCertificateStore.open(directory, new ToySeal("1"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path file(String name) {
        return directory.resolve(name + ".certificate");
    }

    private void fill() {
        store.put(Records.full("shop.example.org"));
        store.put(Records.full("*.example.org"));
        store.put(Records.AUTHORITY, ACCOUNT);
        store.put(Records.ledger());
    }

    @Test
    void everythingIsThereAgainAtTheNextStart() {
        fill();
        store.put(Records.bare("gone.example.org"));
        store.remove(HostName.of("gone.example.org"));
        SealedCertificateStore next = again();
        assertEquals(List.of(Records.full("*.example.org"), Records.full("shop.example.org")), next.all());
        assertEquals(Optional.of(ACCOUNT), next.account(Records.AUTHORITY));
        assertEquals(Records.ledger(), next.ledger());
    }

    @Test
    void eachThingHasAFileThatOnlyItsOwnerReads() throws IOException {
        fill();
        assertEquals(
                List.of(
                        "_.example.org.certificate",
                        "d9969daf065be13db13743eb50c5fe8a.account",
                        "orders.ledger",
                        "shop.example.org.certificate"),
                files());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        for (String name : files()) {
            Path file = directory.resolve(name);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertEquals(false, Files.readString(file, ISO_8859_1).contains("kept from all eyes"));
        }
    }

    @Test
    void aDirectoryThatOthersCouldReadIsClosedToThem() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        again();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    }

    @Test
    void whatIsDamagedIsSetAsideAndNamedAndTheRestWorks() throws IOException {
        fill();
        Files.write(file("shop.example.org"), new byte[0]);
        Files.write(
                directory.resolve("orders.ledger"),
                new ToySeal("1").seal("certificates/orders.ledger", "{".getBytes(UTF_8)));
        SealedCertificateStore next = again();
        assertEquals(List.of(Records.full("*.example.org")), next.all());
        assertEquals(OrderLedger.EMPTY, next.ledger());
        assertEquals(Optional.of(ACCOUNT), next.account(Records.AUTHORITY));
        assertEquals(
                List.of(
                        directory.resolve("orders.ledger.broken-1") + ": it is not the JSON that Berth writes",
                        directory.resolve("shop.example.org.certificate.broken-1")
                                + ": it was changed since it was written"),
                next.broken());
        next.put(Records.bare("shop.example.org"));
        assertEquals(2, again().all().size());
        Files.write(file("shop.example.org"), new byte[0]);
        assertEquals(
                List.of(
                        directory.resolve("orders.ledger.broken-1").toString(),
                        directory
                                .resolve("shop.example.org.certificate.broken-1")
                                .toString(),
                        directory.resolve("shop.example.org.certificate.broken-2")
                                + ": it was changed since it was written"),
                again().broken());
    }

    @Test
    void whatIsTakenAwayIsNamedNoMore() throws IOException {
        fill();
        Files.write(file("shop.example.org"), new byte[0]);
        SealedCertificateStore next = again();
        Files.delete(directory.resolve("shop.example.org.certificate.broken-1"));
        assertEquals(List.of(), next.broken());
    }

    @Test
    void theFileOfOneNameIsNotTakenForThatOfAnother() throws IOException {
        fill();
        Files.copy(file("shop.example.org"), file("bank.example.org"));
        SealedCertificateStore next = again();
        assertEquals(2, next.all().size());
        assertEquals(1, next.broken().size());
    }

    @Test
    void aTextOfANewerBerthOrWithoutAMeaningIsSetAside() throws IOException {
        for (String text : List.of(
                "{\"form\": 2, \"name\": \"shop.example.org\"}",
                "{\"form\": 1}",
                "{\"form\": 1, \"name\": \"shop.example.org\", \"certificate\": {\"names\": []}}",
                "null")) {
            Files.write(
                    file("shop.example.org"),
                    new ToySeal("1").seal("certificates/shop.example.org.certificate", text.getBytes(UTF_8)));
            assertEquals(List.of(), again().all(), text);
        }
        assertEquals(4, again().broken().size());
    }

    @Test
    void aTextThatLacksWhatMayBeMissingIsUnderstood() throws IOException {
        Files.write(
                file("shop.example.org"),
                new ToySeal("1")
                        .seal(
                                "certificates/shop.example.org.certificate",
                                "{\"form\": 1, \"name\": \"shop.example.org\", \"later\": 1}".getBytes(UTF_8)));
        assertEquals(List.of(Records.bare("shop.example.org")), again().all());
    }

    @Test
    void whatAnotherKeySealedStaysWhereItIs() throws IOException {
        fill();
        List<String> before = files();
        var failure = assertThrows(
                IllegalStateException.class, () -> SealedCertificateStore.open(directory, new ToySeal("2")));
        assertEquals("sealed with another key", failure.getMessage());
        assertEquals(before, files());
        assertEquals(2, again().all().size());
    }

    @Test
    void whatACrashLeftBehindIsClearedAndWhatIsNotOursStays() throws IOException {
        Files.writeString(directory.resolve("shop.example.org.certificate.tmp"), "half");
        Files.writeString(directory.resolve("README"), "mine");
        assertEquals(List.of(), again().broken());
        assertEquals(List.of("README"), files());
    }

    @Test
    void whatIsHeldStaysWhenTheFileSystemRefuses() throws IOException {
        fill();
        Files.move(directory, base.resolve("away"));
        assertEquals(
                FileFailure.Kind.MISSING,
                assertThrows(FileFailure.class, () -> store.put(Records.bare("shop.example.org")))
                        .kind());
        assertThrows(FileFailure.class, store::probe);
        assertEquals(Optional.of(Records.full("shop.example.org")), store.find(HostName.of("shop.example.org")));
    }
}
