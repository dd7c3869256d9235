package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.CertificatePlan.State;
import dev.berth.proxy.certificate.CertificateStore.DnsRecord;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Disks that are full, bugs, clocks that jump: what serves goes on, and nothing is asked without end. */
class KeeperTroubleTest {
    private static final HostName SHOP = KeeperScene.SHOP;
    private static final Tls ENFORCED = new Tls.Enforced(443);

    private final KeeperScene scene = new KeeperScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void nothingIsOrderedWhileTheStoreRefuses() {
        scene.store.full = true;
        scene.wants("shop.example.org").starts();
        scene.until("it is told", () -> scene.record(SHOP).attempts().message().contains("No space left on device"));
        scene.settles();
        assertEquals(0, scene.orders());
        assertEquals(State.FAILING, scene.keeper.plan().outlook().get(SHOP).state());
        assertTrue(scene.keeper.trouble().contains("free some space"), scene.keeper::trouble);

        scene.store.full = false;
        scene.later(Duration.ofMinutes(2));
        scene.enforced(SHOP);
        assertEquals(1, scene.orders());
        assertEquals("", scene.keeper.trouble());
    }

    @Test
    void whatComesWhileTheStoreRefusesIsServedFromMemoryAndStoredLater() {
        scene.authority.afterFinalize = () -> scene.store.full = true;
        scene.wants("shop.example.org").starts();
        String leaf = scene.enforced(SHOP);
        scene.settles();
        assertEquals(Optional.empty(), scene.store.kept.find(SHOP).orElseThrow().certificate());
        assertTrue(scene.trouble().orElseThrow().contains("No space left on device"), scene.trouble()::toString);

        scene.authority.afterFinalize = () -> {};
        scene.store.full = false;
        scene.keeper.wake();
        scene.until(
                "it is stored", () -> scene.store.kept.find(SHOP).orElseThrow().equals(scene.record(SHOP)));
        scene.starts();
        assertEquals(leaf, scene.enforced(SHOP));
        scene.settles();
        assertEquals(1, scene.orders());
        assertEquals(1, scene.store.kept.ledger().issued(Desk.FIRST, SHOP, scene.clock.now()));
        assertEquals(Optional.empty(), scene.trouble());
    }

    @Test
    void whatTheStoreRefusesToTheEndIsOfferedOnceMoreAtTheEnd() {
        scene.authority.afterFinalize = () -> scene.store.full = true;
        scene.wants("shop.example.org").starts();
        scene.enforced(SHOP);
        scene.store.full = false;
        scene.close();
        assertTrue(scene.store.kept.find(SHOP).orElseThrow().proven());
    }

    @Test
    void whatAPersonWantsIsRefusedWithoutEffectWhileTheStoreRefuses() {
        scene.wants("shop.example.org").starts();
        scene.enforced(SHOP);
        scene.until(
                "its renewal was asked for", () -> scene.record(SHOP).renewal().isPresent());
        NameRecord before = scene.record(SHOP);
        scene.store.full = true;
        Certificate brought = scene.authority.certificate(SHOP, "brought", "key");
        assertThrows(FileFailure.class, () -> scene.keeper.upload(SHOP, brought));
        assertThrows(FileFailure.class, () -> scene.keeper.renew(SHOP, true));
        assertEquals(before, scene.record(SHOP));
    }

    @Test
    void whatIsServedStaysWhileTheProxysDiskIsFullAndTheNewOneFollows() {
        scene.wants("shop.example.org").starts();
        String old = scene.enforced(SHOP);
        scene.proxy.full = true;
        scene.keeper.renew(SHOP, true);
        scene.until("the new one is there", () -> !scene.leaf(SHOP).equals(old));
        scene.settles();
        assertEquals(Optional.of(old), scene.proxy.served(SHOP));
        assertEquals(ENFORCED, scene.tls(SHOP));
        assertTrue(scene.trouble().orElseThrow().contains("No space left on device"), scene.trouble()::toString);

        scene.proxy.full = false;
        scene.keeper.wake();
        String next = scene.enforced(SHOP);
        assertEquals(Optional.of(next), scene.proxy.served(SHOP));
        assertEquals(2, scene.orders());
        assertEquals("", scene.keeper.trouble());
    }

    @Test
    void aDaemonThatStartsWhileTheProxysDiskIsFullTakesBackNoRedirect() {
        scene.wants("shop.example.org").starts();
        scene.enforced(SHOP);
        scene.proxy.full = true;
        scene.made();
        assertEquals(ENFORCED, scene.tls(SHOP));
        assertTrue(scene.keeper.trouble().contains("No space left on device"), scene.keeper::trouble);
        scene.keeper.start();
        scene.settles();
        scene.proxy.full = false;
        scene.until("it is over", () -> {
            scene.keeper.wake();
            return scene.keeper.trouble().isEmpty();
        });
    }

    @Test
    void whoeverAsksForAHostsTlsDoesNotWaitForTheDisk() {
        scene.wants("shop.example.org").starts();
        scene.enforced(SHOP);
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        scene.proxy.beforePublish = () -> {
            writing.countDown();
            CertificateKeeperTest.await(slow);
        };
        scene.keeper.renew(SHOP, true);
        CertificateKeeperTest.await(writing);
        assertEquals(ENFORCED, scene.tls(SHOP));
        assertEquals(State.VALID, scene.keeper.plan().outlook().get(SHOP).state());
        slow.countDown();
        scene.until("the new one is served", () -> scene.proxy.served(SHOP).equals(Optional.of("leaf 2")));
    }

    @Test
    void aChangeThatNobodyHeardIsToldAgain() {
        scene.deaf = true;
        scene.wants("shop.example.org").starts();
        scene.until("it was seen", () -> scene.record(SHOP).proven());
        scene.settles();
        assertEquals(0, scene.changes.size());
        scene.deaf = false;
        scene.keeper.wake();
        scene.until("it is told", () -> scene.changes.contains(Set.of(SHOP)));
    }

    @Test
    void aCertificateThatCannotBeServedIsLeftOutAndAllOthersAreServed() {
        scene.wants("shop.example.org", "other.example.org").starts();
        String old = scene.enforced(SHOP);
        scene.enforced(HostName.of("other.example.org"));
        scene.proxy.unfit.add("unfit");
        scene.keeper.upload(SHOP, scene.authority.certificate(SHOP, "unfit", "key"));
        scene.until("it is told", () -> scene.trouble().isPresent());
        assertEquals(
                "the certificate cannot be served: it is unfit", scene.trouble().get());
        scene.wants("shop.example.org", "third.example.org");
        scene.enforced(HostName.of("third.example.org"));
        assertEquals(Optional.of(old), scene.proxy.served(SHOP));
    }

    @Test
    void aBugInAnOrderGoesUpTheLadderAsAnyFailure() {
        scene.authority.failure = Optional.of(new IllegalStateException("oops"));
        scene.wants("shop.example.org").starts();
        scene.until("it is told", () -> scene.record(SHOP).attempts().message().contains("oops"));
        scene.settles();
        assertEquals(1, scene.orders());
        scene.authority.failure = Optional.empty();
        scene.later(Duration.ofMinutes(2));
        scene.enforced(SHOP);
        assertEquals(1, scene.staging.requests.size());
    }

    @Test
    void aBugElsewhereIsToldAndEndsNothing() {
        scene.wants("shop.example.org").starts();
        scene.enforced(SHOP);
        scene.wantedBreaks = true;
        scene.keeper.wake();
        scene.until("it is told", () -> scene.keeper.trouble().contains("the releases cannot be read"));
        scene.wantedBreaks = false;
        scene.wants("other.example.org");
        scene.enforced(HostName.of("other.example.org"));
        assertEquals("", scene.keeper.trouble());
    }

    @Test
    void aNameThatCannotBeForgottenIsNotTriedWithoutPause() {
        scene.wants("shop.example.org").starts();
        scene.enforced(SHOP);
        scene.wants();
        scene.store.full = true;
        scene.later(Duration.ofDays(91));
        scene.until("it was tried", () -> scene.store.removals.get() == 1);
        scene.settles();
        assertEquals(1, scene.store.removals.get());
        scene.store.full = false;
        scene.until("it is forgotten", () -> {
            scene.later(Duration.ofSeconds(1));
            return scene.keeper.records().isEmpty();
        });
    }

    @Test
    void aClockThatJumpsAheadRenewsOnceAndOneThatJumpsBackOrdersNothing() {
        scene.wants("shop.example.org").starts();
        String first = scene.enforced(SHOP);
        scene.clock.jump(Duration.ofDays(62));
        scene.keeper.wake();
        scene.until("it is renewed", () -> scene.orders() == 2);
        scene.until("it is another one", () -> !scene.leaf(SHOP).equals(first));
        scene.enforced(SHOP);
        scene.clock.jump(Duration.ofDays(-400));
        scene.keeper.wake();
        scene.settles();
        assertEquals(2, scene.orders());
        assertEquals(ENFORCED, scene.tls(SHOP));
    }

    @Test
    void aClockThatJumpsBackDoesNotHoldUpWhatTheProxyDidNotShow() {
        scene.wants("shop.example.org").starts();
        scene.enforced(SHOP);
        scene.proxy.hidden.add("leaf 2");
        scene.keeper.renew(SHOP, true);
        scene.until("it is told", () -> scene.trouble().isPresent());
        scene.clock.jump(Duration.ofDays(-400));
        scene.proxy.hidden.clear();
        scene.later(Duration.ofMinutes(1));
        assertEquals("leaf 2", scene.enforced(SHOP));
    }

    @Test
    void aClockThatWasAheadHoldsUpNothingForLongerThanALimitLasts() {
        for (int i = 0; i < 12; i++) {
            HostName name = HostName.of("shop.e" + i + ".org");
            scene.wants(name.text());
            if (i == 0) {
                scene.starts();
            }
            scene.enforced(name);
            scene.later(Duration.ofSeconds(2));
        }
        scene.clock.jump(Duration.ofDays(-400));
        scene.wants("shop.example.org");
        scene.settles();
        scene.later(Duration.ofSeconds(11));
        scene.enforced(SHOP);
    }

    @Test
    void whatWasSeenBeforeStandsBesideWhatTheAuthoritySays() {
        scene.seen = new Preparation(List.of(new Finding("the name servers do not know it", "add a record")), Set.of());
        scene.authority.failure = Optional.of(new IssuanceFailure(IssuanceFailure.Kind.CHALLENGE, "no address", null));
        scene.wants("shop.example.org").starts();
        scene.until("it is noted", () -> scene.failed() == 1);
        assertEquals(
                "no address; seen from here: the name servers do not know it; add a record",
                scene.record(SHOP).attempts().message());
    }

    @Test
    void aClockThatWasAheadLeavesNoAuthorityAlone() {
        scene.authority.failure = Optional.of(new IssuanceFailure(IssuanceFailure.Kind.AUTHORITY_AWAY, "503", null));
        scene.wants("shop.example.org").starts();
        scene.until("it is noted", () -> scene.failed() == 1);
        scene.clock.jump(Duration.ofDays(-400));
        scene.authority.failure = Optional.empty();
        scene.keeper.wake();
        scene.enforced(SHOP);
    }

    @Test
    void whatAnEarlierRunLeftInDnsIsTakenAwayAndTriedAgainUntilItIsGone() {
        DnsRecord left = new DnsRecord("_acme-challenge.shop.example.org", "digest");
        scene.store.kept.left.add(left);
        AtomicInteger tries = new AtomicInteger();
        scene.authority.tidying = () -> {
            if (tries.incrementAndGet() == 1) {
                throw new IssuanceFailure(IssuanceFailure.Kind.CHALLENGE, "the name server does not answer", null);
            }
            scene.store.cleared(left);
        };
        scene.wants("shop.example.org").starts();
        scene.until("it is tried", () -> tries.get() == 1);
        scene.enforced(SHOP);
        scene.settles();
        assertEquals(1, tries.get(), "not without pause");
        scene.until("it is gone", () -> {
            scene.later(Duration.ofMinutes(10));
            return scene.store.left().isEmpty();
        });
        scene.later(Duration.ofMinutes(10));
        scene.settles();
        assertEquals(2, tries.get());
    }
}
