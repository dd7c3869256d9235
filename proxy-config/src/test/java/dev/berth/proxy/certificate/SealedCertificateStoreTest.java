package dev.berth.proxy.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.CertificateStore.Account;
import dev.berth.proxy.certificate.CertificateStore.DnsRecord;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealedCertificateStoreTest extends CertificateStoreContract {
    private static final Account ACCOUNT =
            new Account(Optional.of(Records.AUTHORITY.resolve("acct/1")), Records.KEY, Optional.of("ada@example.org"));

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
    void anAccountThatWasKeptBeforeContactsWereIsThereToo() throws IOException {
        String name = "d9969daf065be13db13743eb50c5fe8a.account";
        Files.write(
                directory.resolve(name),
                new ToySeal("1")
                        .seal(
                                "certificates/" + name,
                                "{\"form\":1,\"directory\":\"https://ca.example/\",\"location\":\"https://ca.example/acct/1\",\"key\":\"k\"}"
                                        .getBytes(UTF_8)));

        assertEquals(
                Optional.of(new Account(Optional.of(URI.create("https://ca.example/acct/1")), "k", Optional.empty())),
                again().account(Records.AUTHORITY));
    }

    @Test
    void anAccountWithoutAPlaceIsThereAgainAtTheNextStart() {
        Account begun = new Account(Optional.empty(), Records.KEY, Optional.empty());
        store.put(Records.AUTHORITY, begun);
        assertEquals(Optional.of(begun), again().account(Records.AUTHORITY));
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
        assertEquals(5, next.ledger().entries().size());
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

    @Test
    void whoChoseTheMomentOfARenewalIsSeenByItsWindowWhereItWasNotWritten() {
        String text = new String(StoredForm.of(Records.full("shop.example.org")), UTF_8);
        String earlier = text.replace(",\"person\":false", "");
        assertFalse(
                StoredForm.name(earlier.getBytes(UTF_8)).renewal().orElseThrow().isByPerson());
        String outside = earlier.replace("\"chosen\":\"2026", "\"chosen\":\"2025");
        assertTrue(
                StoredForm.name(outside.getBytes(UTF_8)).renewal().orElseThrow().isByPerson());
    }

    /** What the first version wrote is read for ever; a new form gets a new number. */
    @Test
    void theFirstFormIsThis() {
        assertEquals(
                """
                {"form":1,"name":"shop.example.org","certificate":{"names":["shop.example.org","www.example.net"],\
                "notBefore":"2026-01-01T12:00:00Z","notAfter":"2026-04-01T12:00:00Z","issuer":"CN=Some Authority",\
                "ariId":"a1b2.c3d4","fingerprint":"0123456789abcdef","chain":"CHAIN","key":"KEY"},\
                "origin":"https://ca.example.org/directory","proven":true,"previous":{"names":["shop.example.org"],\
                "notBefore":"2026-01-01T12:00:00Z","notAfter":"2026-04-01T12:00:00Z","issuer":"CN=Some Authority",\
                "ariId":"a1b2.c3d4","fingerprint":"0123456789abcdef","chain":"CHAIN","key":"KEY"},\
                "pending":{"issuer":"https://ca.example.org/directory","order":"https://ca.example.org/order/7",\
                "key":"KEY","placedAt":"2026-01-01T12:00:00Z"},"attempts":{"failed":3,"since":"2026-01-01T12:00:00Z",\
                "message":"the name does not lead here: \\"é\\"","nextAt":"2026-01-01T12:01:00Z",\
                "userAction":"https://ca.example.org/unpause","staged":true,"closed":["https://ca.example.org/directory"]},"renewal":{"start":"2026-01-01T12:00:00Z",\
                "end":"2026-01-01T12:00:10Z","explanation":"https://ca.example.org/why",\
                "askAgainAt":"2026-01-01T12:00:00.001Z","chosen":"2026-01-01T12:00:00.000000005Z","person":false}}""",
                new String(StoredForm.of(Records.full("shop.example.org")), UTF_8)
                        .replaceAll("-----BEGIN CERT[^\"]*", "CHAIN")
                        .replaceAll("-----BEGIN PRIV[^\"]*", "KEY"));
        assertEquals(
                "{\"form\":1,\"directory\":\"https://ca.example.org/directory\",\"location\":"
                        + "\"https://ca.example.org/acct/1\",\"key\":\"KEY\",\"contact\":\"ada@example.org\"}",
                new String(StoredForm.of(Records.AUTHORITY, ACCOUNT), UTF_8)
                        .replaceAll("-----BEGIN PRIV[^\"]*", "KEY"));
        assertEquals(
                """
                {"form":1,"entries":[{"directory":"https://ca.example.org/directory","name":"*.example.org",\
                "event":"ORDERED","renewal":true,"at":"2026-01-01T12:00:00Z"},{"directory":\
                "https://ca.example.org/directory","name":"a.example.org","event":"FAILED_AUTHORIZATION",\
                "renewal":false,"at":"2026-01-01T12:00:00Z"}]}""",
                new String(StoredForm.of(Records.ledger()), UTF_8));
    }

    @Test
    void whatWasLaidInDnsAndNotClearedIsKnownAtTheNextStart() throws IOException {
        DnsRecord one = new DnsRecord("_acme-challenge.shop.example.org", "one");
        DnsRecord two = new DnsRecord("_acme-challenge.shop.example.org", "two");
        store.lay(one);
        store.lay(two);
        store.cleared(one);
        SealedCertificateStore next = again();
        assertEquals(Set.of(two), next.left());
        next.lay(one);
        assertEquals(Set.of(two), next.left());
        next.cleared(two);
        next.cleared(one);
        assertEquals(Set.of(), again().left());
        assertEquals(List.of(), files());
    }
}
