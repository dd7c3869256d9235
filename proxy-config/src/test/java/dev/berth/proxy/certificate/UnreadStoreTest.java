package dev.berth.proxy.certificate;

import static dev.berth.proxy.certificate.Records.AUTHORITY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.CertificateStore.Account;
import dev.berth.proxy.certificate.OrderLedger.Entry;
import dev.berth.proxy.certificate.OrderLedger.Event;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of which the file system does not give out everything; a directory stands for a file that cannot be read. */
final class UnreadStoreTest {
    private static final HostName SHOP = HostName.of("shop.example.org");
    private static final NameRecord RECORD = Records.full("shop.example.org");

    @TempDir
    Path base;

    private Path directory;

    @BeforeEach
    void fill() {
        directory = base.resolve("certificates");
        SealedCertificateStore store = open();
        store.put(RECORD);
        store.put(Records.full("*.example.org"));
        store.put(AUTHORITY, new Account(Optional.of(AUTHORITY.resolve("acct/1")), Records.KEY, Optional.empty()));
        store.put(Records.ledger());
    }

    private SealedCertificateStore open() {
        return SealedCertificateStore.open(directory, new ToySeal("1"));
    }

    private void spoil(String file) throws IOException {
        Files.move(directory.resolve(file), base.resolve("away"));
        Files.createDirectory(directory.resolve(file));
    }

    private void mend(String file) throws IOException {
        Files.delete(directory.resolve(file));
        Files.move(base.resolve("away"), directory.resolve(file));
    }

    @Test
    void aNameThatCannotBeReadStaysAndIsReadLater() throws IOException {
        String file = "shop.example.org.certificate";
        spoil(file);
        SealedCertificateStore store = open();
        assertEquals(List.of(Records.full("*.example.org")), store.all());
        assertEquals(List.of(), store.broken());
        assertTrue(store.unread().of(SHOP).get().getMessage().contains("cannot read " + directory.resolve(file)));
        assertEquals(Optional.empty(), store.unread().of(HostName.of("other.example.org")));
        assertEquals(Records.ledger(), store.ledger());
        assertThrows(FileFailure.class, () -> store.put(Records.bare("shop.example.org")));
        assertThrows(FileFailure.class, () -> store.remove(SHOP));
        store.readAgain();
        assertFalse(store.unread().isEmpty());

        mend(file);
        store.readAgain();
        assertTrue(store.unread().isEmpty());
        assertEquals(Optional.of(RECORD), store.find(SHOP));
        store.put(Records.bare("shop.example.org"));
        assertEquals(Optional.of(Records.bare("shop.example.org")), open().find(SHOP));
    }

    @Test
    void aLedgerThatCannotBeReadStaysAndIsReadLater() throws IOException {
        spoil("orders.ledger");
        SealedCertificateStore store = open();
        assertTrue(store.unread().ledger().get().getMessage().contains("orders.ledger"));
        assertEquals(2, store.all().size());
        assertThrows(FileFailure.class, () -> store.put(OrderLedger.EMPTY));
        mend("orders.ledger");
        store.readAgain();
        assertEquals(Records.ledger(), store.ledger());
        assertTrue(store.unread().isEmpty());
    }

    @Test
    void anAccountThatCannotBeReadIsNotMadeAnew() throws IOException {
        spoil("d9969daf065be13db13743eb50c5fe8a.account");
        SealedCertificateStore store = open();
        assertThrows(FileFailure.class, () -> store.account(AUTHORITY));
        mend("d9969daf065be13db13743eb50c5fe8a.account");
        store.readAgain();
        assertTrue(store.account(AUTHORITY).isPresent());
    }

    @Test
    void aDirectoryThatCannotBeReadIsReadLater() throws IOException {
        Path away = Files.move(directory, base.resolve("away"));
        Files.writeString(directory, "not a directory");
        SealedCertificateStore store = open();
        assertTrue(store.unread().directory().isPresent());
        assertTrue(
                store.unread().of(SHOP).isPresent() && store.unread().ledger().isPresent());
        assertEquals(List.of(), store.all());
        assertEquals(List.of(), store.broken());
        assertThrows(FileFailure.class, () -> store.put(RECORD));
        assertThrows(FileFailure.class, () -> store.account(AUTHORITY));
        assertThrows(FileFailure.class, store::probe);

        Files.delete(directory);
        Files.move(away, directory);
        store.readAgain();
        assertTrue(store.unread().isEmpty());
        assertEquals(2, store.all().size());
        assertEquals(Records.ledger(), store.ledger());
    }

    @Test
    void inThePlaceOfALostLedgerStandsWhatTheCertificatesSay() throws IOException {
        Files.write(
                directory.resolve("orders.ledger"),
                new ToySeal("1").seal("certificates/orders.ledger", "{".getBytes(UTF_8)));
        SealedCertificateStore store = open();
        assertEquals(1, store.broken().size());
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        Instant issued = Instant.parse("2026-01-01T13:00:00Z");
        HostName wildcard = HostName.of("*.example.org");
        // The certificate, the one before, and the order that is on the way.
        assertEquals(
                List.of(
                        new Entry(AUTHORITY, wildcard, Event.ORDERED, false, noon),
                        new Entry(AUTHORITY, SHOP, Event.ORDERED, false, noon),
                        new Entry(AUTHORITY, wildcard, Event.ORDERED, false, issued),
                        new Entry(AUTHORITY, wildcard, Event.ISSUED, false, issued),
                        new Entry(AUTHORITY, wildcard, Event.ORDERED, false, issued),
                        new Entry(AUTHORITY, wildcard, Event.ISSUED, false, issued),
                        new Entry(AUTHORITY, SHOP, Event.ORDERED, false, issued),
                        new Entry(AUTHORITY, SHOP, Event.ISSUED, false, issued),
                        new Entry(AUTHORITY, SHOP, Event.ORDERED, false, issued),
                        new Entry(AUTHORITY, SHOP, Event.ISSUED, false, issued)),
                store.ledger().entries());
        assertEquals(store.ledger(), open().ledger(), "at the next start too");
        store.put(OrderLedger.EMPTY);
        assertEquals(OrderLedger.EMPTY, open().ledger());
    }

    @Test
    void aLostLedgerIsMadeOfAllNamesOrNotYet() throws IOException {
        Files.delete(directory.resolve("orders.ledger"));
        spoil("shop.example.org.certificate");
        SealedCertificateStore store = open();
        assertTrue(store.unread().ledger().isPresent());
        mend("shop.example.org.certificate");
        store.readAgain();
        assertTrue(store.unread().isEmpty());
        assertEquals(10, store.ledger().entries().size());
    }
}
