package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How names come by their certificates, and go on having them. */
class CertificateKeeperTest {
    private static final HostName SHOP = KeeperScene.SHOP;
    private static final Tls ENFORCED = new Tls.Enforced(443);

    private final KeeperScene scene = new KeeperScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aNameIsServedWhenItsCertificateIsThereAndEnforcedWhenTheProxyWasSeenToShowIt() {
        scene.proxy.down = true;
        scene.wants("shop.example.org").made();
        assertEquals(Tls.none(), scene.tls(SHOP));
        scene.keeper.start();
        scene.until("it is served", () -> scene.tls(SHOP).equals(new Tls.Served()));
        scene.proxy.down = false;
        scene.until("it is enforced", () -> {
            scene.later(Duration.ofMinutes(1));
            return scene.tls(SHOP).equals(ENFORCED) && scene.told.size() == 2;
        });
        assertEquals(List.of(new Tls.Served(), ENFORCED), scene.told);
        assertEquals(List.of(Set.of(SHOP), Set.of(SHOP)), scene.changes);
        assertEquals(1, scene.orders());
    }

    @Test
    void theOldOneComesBackWhenTheProxyDoesNotShowTheNewOne() {
        scene.wants("shop.example.org").starts();
        String old = scene.enforced(SHOP);
        scene.proxy.hidden.add("leaf 2");
        scene.keeper.renew(SHOP, true);
        scene.until(
                "the old one is back",
                () -> scene.trouble().orElse("").contains("the one before serves on")
                        && scene.proxy.served(SHOP).equals(Optional.of(old)));
        assertEquals(ENFORCED, scene.tls(SHOP));
        assertEquals("leaf 2", scene.leaf(SHOP));

        scene.settles();
        assertEquals(Optional.of(old), scene.proxy.served(SHOP), "not tried again at once");
        scene.proxy.hidden.clear();
        scene.later(Duration.ofMinutes(1));
        assertEquals("leaf 2", scene.enforced(SHOP));
        scene.until("nothing is wrong any more", () -> scene.trouble().isEmpty());
        assertEquals(Optional.of("leaf 2"), scene.proxy.served(SHOP));
        assertEquals(2, scene.orders());
    }

    @Test
    void aProxyThatIsDownForHoursKeepsNothingFromBeingOrderedAndIsFoundAgain() {
        scene.proxy.down = true;
        String[] names =
                IntStream.range(0, 20).mapToObj(i -> "h" + i + ".example.org").toArray(String[]::new);
        scene.wants(names).starts();
        scene.until("all are ordered", () -> scene.orders() == 20);
        for (int hour = 0; hour < 5; hour++) {
            scene.later(Duration.ofHours(1));
            scene.settles();
        }
        assertEquals(new Tls.Served(), scene.tls(HostName.of(names[7])));
        scene.proxy.down = false;
        for (String name : names) {
            scene.until(name, () -> {
                scene.later(Duration.ofMinutes(1));
                return scene.tls(HostName.of(name)).equals(ENFORCED);
            });
        }
        assertEquals(20, scene.orders());
    }

    @Test
    void aDomainThatReturnsHasItsCertificateAtOnce() {
        scene.wants("shop.example.org").starts();
        String first = scene.enforced(SHOP);
        scene.wants();
        scene.until("it is gone", () -> scene.tls(SHOP).equals(Tls.none()));
        scene.wants("shop.example.org");
        assertEquals(first, scene.enforced(SHOP));
        scene.settles();
        assertEquals(1, scene.orders());
    }

    @Test
    void aDomainThatLeavesWhileItsCertificateIsOnTheWayKeepsNothingBusy() {
        CountDownLatch gate = hold();
        scene.wants("shop.example.org").starts();
        scene.until("it is ordered", () -> scene.orders() == 1);
        scene.wants("other.example.org");
        gate.countDown();
        scene.enforced(HostName.of("other.example.org"));
        scene.until("it is kept", () -> scene.record(SHOP).certificate().isPresent());
        assertEquals(Tls.none(), scene.tls(SHOP));
        scene.wants("shop.example.org");
        scene.enforced(SHOP);
        assertEquals(2, scene.orders());
    }

    @Test
    void aCertificateThatAPersonBringsIsServedAndWhenItIsTakenAwayOneIsOrdered() {
        scene.wants("shop.example.org").starts();
        scene.enforced(SHOP);
        scene.keeper.upload(SHOP, brought("brought"));
        scene.until("it is served", () -> scene.proxy.served(SHOP).equals(Optional.of("brought")));
        assertEquals("brought", scene.enforced(SHOP));
        scene.later(Duration.ofDays(80));
        scene.settles();
        assertEquals(1, scene.orders(), "it is not renewed");

        scene.keeper.remove(SHOP);
        scene.until("one is ordered", () -> scene.orders() == 2);
        scene.enforced(SHOP);
        scene.keeper.remove(SHOP);
        assertTrue(scene.record(SHOP).certificate().isPresent(), "only what a person brought is taken away");
    }

    @Test
    void aCertificateThatAPersonBringsDuringAnOrderStays() {
        CountDownLatch gate = hold();
        scene.wants("shop.example.org").starts();
        scene.until("it is ordered", () -> scene.orders() == 1);
        scene.keeper.upload(SHOP, brought("brought"));
        gate.countDown();
        assertEquals("brought", scene.enforced(SHOP));
        scene.settles();
        assertEquals("brought", scene.leaf(SHOP));
        scene.until("it counts", () -> scene.store.kept.ledger().issued(Desk.FIRST, SHOP, scene.clock.now()) == 1);
    }

    @Test
    void ofOneThatAPersonBroughtForSeveralNamesAllHear() {
        HostName other = HostName.of("other.example.org");
        scene.authority.failure = away();
        scene.wants("shop.example.org", "other.example.org").starts();
        scene.settles();
        Certificate one = brought("both");
        scene.keeper.upload(
                SHOP,
                new Certificate(List.of(SHOP, other), one.notBefore(), one.notAfter(), "", "", "both", "chain", "key"));
        scene.until(
                "both are enforced",
                () -> scene.tls(SHOP).equals(ENFORCED) && scene.tls(other).equals(ENFORCED));
        scene.until("both heard", () -> scene.changes.contains(Set.of(SHOP, other)));
    }

    @Test
    void ofTwoAddressesOnlyTheOneThatIsShownIsServedOverHttps() {
        HostName first = HostName.of("1.1.1.1");
        HostName second = HostName.of("8.8.8.8");
        scene.wants("8.8.8.8").starts();
        scene.enforced(second);
        scene.wants("1.1.1.1", "8.8.8.8").settles();
        assertEquals(Tls.none(), scene.tls(first));
        assertEquals(1, scene.orders());
        Certificate one = brought("one");
        scene.keeper.upload(
                first, new Certificate(List.of(first), one.notBefore(), one.notAfter(), "", "", "one", "chain", "key"));
        scene.until("the other is enforced", () -> scene.tls(first).equals(ENFORCED));
        assertEquals(Tls.none(), scene.tls(second));
    }

    @Test
    void aRenewedCertificateFollowsTheOldOneInTime() {
        scene.wants("shop.example.org").starts();
        String first = scene.enforced(SHOP);
        scene.later(Duration.ofDays(59));
        scene.settles();
        assertEquals(first, scene.leaf(SHOP));
        scene.later(Duration.ofDays(2));
        scene.until("it is renewed", () -> scene.orders() == 2);
        scene.until("it is served", () -> !scene.leaf(SHOP).equals(first));
        assertNotEquals(first, scene.enforced(SHOP));
        assertEquals("id-" + first, scene.authority.requests.get(1).replaces().orElseThrow());
    }

    @Test
    void aCertificateThatExpiresWhileNothingNewComesIsServedOnAndFollowedWhenTheAuthorityIsBack() {
        scene.wants("shop.example.org").starts();
        String first = scene.enforced(SHOP);
        scene.authority.failure = away();
        scene.later(Duration.ofDays(91));
        scene.until("it was tried", () -> scene.orders() == 2);
        scene.settles();
        assertEquals(2, scene.orders(), "an authority in trouble is left alone");
        assertEquals(ENFORCED, scene.tls(SHOP), "what was secure does not become insecure");
        assertEquals(Optional.of(first), scene.proxy.served(SHOP));
        assertEquals(
                CertificatePlan.State.EXPIRED,
                scene.keeper.plan().outlook().get(SHOP).state());

        scene.authority.failure = Optional.empty();
        scene.until("it is renewed", () -> {
            scene.later(Duration.ofMinutes(2));
            return scene.orders() == 3;
        });
        scene.until("it is served", () -> !scene.leaf(SHOP).equals(first));
        scene.enforced(SHOP);
    }

    @Test
    void anAuthorityInTroubleIsAskedForOneNameAndNotForFifty() {
        scene.authority.failure = away();
        CountDownLatch gate = hold();
        scene.wants(
                IntStream.range(0, 50).mapToObj(i -> "h" + i + ".example.org").toArray(String[]::new));
        scene.starts();
        scene.until("so many are asked for", () -> scene.authority.atOnce.get() == 8);
        gate.countDown();
        scene.until("it is noted", () -> scene.failed() == 8);
        scene.settles();
        assertEquals(8, scene.orders(), "those that were under way");
        scene.later(Duration.ofSeconds(90));
        scene.until("one tries", () -> scene.orders() == 9);
        scene.settles();
        assertEquals(9, scene.orders());
    }

    @Test
    void fiftyNamesGetTheirsAFewAtOnceAndEachOnce() {
        String[] names = IntStream.range(0, 50)
                .mapToObj(i -> "h" + i + ".e" + i + ".org")
                .toArray(String[]::new);
        CountDownLatch gate = hold();
        scene.wants(names).starts();
        scene.until("so many are asked for", () -> scene.authority.atOnce.get() == 8);
        gate.countDown();
        for (String name : names) {
            scene.until(name, () -> {
                scene.later(Duration.ofSeconds(1));
                return scene.tls(HostName.of(name)).equals(ENFORCED);
            });
        }
        assertEquals(50, scene.orders());
        assertEquals(8, scene.authority.mostAtOnce.get());
    }

    @Test
    void whoeverIsWokenAThousandTimesDoesNothingTwice() {
        scene.authority.lifetime = Duration.ofDays(90);
        String[] names =
                IntStream.range(0, 5).mapToObj(i -> "h" + i + ".example.org").toArray(String[]::new);
        scene.wants(names).starts();
        for (int i = 0; i < 1000; i++) {
            scene.keeper.wake();
            Thread.onSpinWait();
            scene.keeper.plan();
        }
        for (String name : names) {
            scene.enforced(HostName.of(name));
        }
        scene.until("they are asked about", () -> scene.authority.askedForRenewal.size() == 5);
        scene.settles();
        assertEquals(5, scene.orders());
        assertEquals(5, scene.authority.askedForRenewal.size());
        assertEquals(5, scene.proxy.handshakes.get());
        assertTrue(scene.proxy.publications.size() <= 6, scene.proxy.publications::toString);
    }

    @Test
    void afterARestartWhatWasSeenIsEnforcedAtOnceAndNothingIsOrdered() {
        scene.wants("shop.example.org").starts();
        scene.enforced(SHOP);
        scene.made();
        assertEquals(ENFORCED, scene.tls(SHOP));
        scene.keeper.start();
        scene.settles();
        assertEquals(1, scene.orders());
        assertEquals(1, scene.proxy.handshakes.get());
    }

    @Test
    void anOrderThatWasBrokenOffIsTakenUpWithItsKey() {
        CountDownLatch finalized = new CountDownLatch(1);
        scene.authority.afterFinalize = () -> {
            finalized.countDown();
            await(new CountDownLatch(1));
        };
        scene.wants("shop.example.org").starts();
        await(finalized);
        scene.close();
        scene.authority.afterFinalize = () -> {};
        PendingOrder order = scene.store.kept.find(SHOP).orElseThrow().pending().orElseThrow();
        assertEquals(0, scene.store.kept.find(SHOP).orElseThrow().attempts().failed(), "breaking off is no failure");

        scene.starts();
        scene.enforced(SHOP);
        assertEquals(2, scene.orders());
        assertEquals(Optional.of(order), scene.authority.requests.get(1).pending());
        assertEquals(
                order.keyPem(), scene.record(SHOP).certificate().orElseThrow().keyPem());
    }

    private CountDownLatch hold() {
        CountDownLatch gate = new CountDownLatch(1);
        scene.authority.beforeOrder = () -> await(gate);
        return gate;
    }

    private Optional<RuntimeException> away() {
        return Optional.of(new IssuanceFailure(IssuanceFailure.Kind.AUTHORITY_AWAY, "503", null));
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Certificate brought(String fingerprint) {
        assertFalse(fingerprint.isEmpty());
        return scene.authority.certificate(SHOP, fingerprint, "key of " + fingerprint);
    }
}
