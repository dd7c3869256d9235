package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.CertificatePlan.State;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done while something that is kept cannot be read: nothing is lost, nothing ordered anew. */
final class KeeperUnreadTest {
    private static final HostName SHOP = KeeperScene.SHOP;
    private static final HostName OTHER = HostName.of("other.example.org");
    private static final Tls ENFORCED = new Tls.Enforced(443);
    private static final FileFailure FAILURE =
            FileFailure.of("read", Path.of("/data/certificates"), new IOException("Input/output error"));
    private static final String WHY = FAILURE.getMessage();

    private final KeeperScene scene = new KeeperScene();
    private String shop;
    private String other;

    @BeforeEach
    void twoNamesHaveTheirs() {
        scene.wants("shop.example.org", "other.example.org").starts();
        shop = scene.enforced(SHOP);
        other = scene.enforced(OTHER);
        scene.close();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void assertAllServe() {
        assertEquals(ENFORCED, scene.tls(SHOP));
        assertEquals(ENFORCED, scene.tls(OTHER));
        assertEquals(Optional.of(shop), scene.proxy.served(SHOP));
        assertEquals(Optional.of(other), scene.proxy.served(OTHER));
    }

    private void mend() {
        scene.store.unread = Unread.NOTHING;
        scene.keeper.wake();
        scene.until("it is read", () -> scene.keeper.unread().isEmpty());
        scene.settles();
    }

    @Test
    void aNameThatCannotBeReadIsServedOnAndNotOrdered() {
        scene.store.unread = Unread.only(Map.of(StoredName.of(SHOP), FAILURE));
        scene.starts();
        assertAllServe();
        scene.settles();
        assertAllServe();
        assertEquals(2, scene.orders());
        assertEquals(
                "what is kept of it cannot be read, so nothing is asked for it: " + WHY,
                scene.trouble().get());
        assertEquals(
                List.of("nothing is asked for a name of which it cannot be read what is kept: " + WHY),
                scene.keeper.unread());
        assertEquals(Optional.empty(), scene.keeper.trouble(OTHER));
        assertThrows(FileFailure.class, () -> scene.keeper.renew(SHOP, true));

        scene.later(Duration.ofDays(62));
        scene.until("the other one is renewed", () -> !scene.leaf(OTHER).equals(other));
        other = scene.enforced(OTHER);
        assertAllServe();

        mend();
        scene.until("this one too", () -> !scene.leaf(SHOP).equals(shop));
        shop = scene.enforced(SHOP);
        assertAllServe();
        assertEquals(Optional.empty(), scene.trouble());
        assertEquals(4, scene.orders());
    }

    @Test
    void withoutItsLedgerNothingIsOrderedAndAllElseIsDone() {
        scene.store.unread = Unread.only(Map.of(StoredName.LEDGER, FAILURE));
        scene.wants("shop.example.org", "other.example.org", "third.example.org")
                .starts();
        scene.settles();
        assertAllServe();
        assertEquals(2, scene.orders());
        HostName third = HostName.of("third.example.org");
        assertEquals(
                "there is no certificate yet; it waits until the ledger of orders can be read: " + WHY,
                scene.keeper.plan().outlook().get(third).why());
        scene.keeper.upload(third, scene.authority.certificate(third, "brought", "key"));
        assertEquals("brought", scene.enforced(third));
        scene.keeper.remove(third);
        OrderLedger before = scene.store.kept.ledger();
        mend();
        scene.enforced(third);
        assertEquals(3, scene.orders());
        assertTrue(
                scene.store.kept.ledger().entries().containsAll(before.entries()),
                () -> before + " and then " + scene.store.kept.ledger());
    }

    @Test
    void aLedgerThatCanBeReadOnlyFromThenOnIsReadOnceMore() {
        scene.store.unread = Unread.only(Map.of(StoredName.LEDGER, FAILURE));
        scene.store.afterLedger = () -> scene.store.unread = Unread.NOTHING;
        CertificateBook book = new CertificateBook(scene.store);
        book.readAgain();
        assertEquals(scene.store.kept.ledger(), book.ledger());

        scene.store.afterLedger = () -> {};
        scene.store.unread = Unread.only(Map.of(StoredName.LEDGER, FAILURE));
        book = new CertificateBook(scene.store);
        scene.store.afterLedger = () -> scene.store.unread = Unread.NOTHING;
        book.readAgain();
        assertTrue(book.unread().ledger().isPresent());
        book.readAgain();
        assertEquals(scene.store.kept.ledger(), book.ledger());
        assertTrue(book.unread().isEmpty());
    }

    @Test
    void aStoreThatCannotBeReadLeavesTheProxyWhatItHas() {
        scene.store.unread = Unread.everything(FAILURE);
        int before = scene.proxy.publications.size();
        scene.starts();
        assertAllServe();
        scene.wants("shop.example.org", "other.example.org", "third.example.org");
        scene.settles();
        assertAllServe();
        assertEquals(before, scene.proxy.publications.size());
        assertEquals(2, scene.orders());
        CertificatePlan plan = scene.keeper.plan();
        assertEquals(State.VALID, plan.outlook().get(SHOP).state());
        assertEquals(
                State.FAILING,
                plan.outlook().get(HostName.of("third.example.org")).state());
        assertEquals(1, scene.keeper.unread().size());
        assertTrue(
                scene.keeper.unread().get(0).startsWith("no certificate is looked after"),
                scene.keeper.unread()::toString);

        mend();
        scene.enforced(HostName.of("third.example.org"));
        assertAllServe();
        assertEquals(3, scene.orders());
    }

    @Test
    void aWildcardOfTheProxyStandsInForTheNamesBelowItThatCannotBeRead() {
        Certificate wildcard = Desk.certificate(Desk.START, Duration.ofDays(90), "*.example.org");
        Certificate exact = Desk.certificate(Desk.START, Duration.ofDays(30), "shop.example.org");
        List<NameRecord> standIns =
                StandIns.of(Unread.everything(FAILURE), List.of(wildcard, exact), scene.wanted, Desk.FIRST);
        Map<String, Certificate> found = new TreeMap<>();
        standIns.forEach(
                record -> found.put(record.name().text(), record.certificate().get()));
        assertEquals(
                Map.of("*.example.org", wildcard, "other.example.org", wildcard, "shop.example.org", exact), found);
    }
}
