package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.proxy.certificate.OrderLedger.Entry;
import dev.berth.proxy.certificate.OrderLedger.Event;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an authority counts is counted here when it happens, and an order that would be one too many is not placed. */
final class OrderLimitsTest {
    private static final HostName SHOP = HostName.of("shop.example.org");

    private final KeeperScene scene = new KeeperScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void thoseWhoLookForLongBeforeTheyOrderAreNotOneTooMany() {
        AtomicInteger looking = new AtomicInteger();
        CountDownLatch seen = new CountDownLatch(1);
        scene.beforeLook = name -> {
            if (looking.incrementAndGet() > 8) {
                CertificateKeeperTest.await(seen);
            }
        };
        scene.wants(IntStream.range(0, 20)
                        .mapToObj(i -> "n" + i + ".example.org")
                        .toArray(String[]::new))
                .starts();
        scene.until("more look than may order", () -> {
            scene.keeper.wake();
            return looking.get() >= 14;
        });
        seen.countDown();
        scene.until("as many as may order have", () -> scene.orders() >= 10);
        scene.settles();
        assertEquals(10, scene.orders(), "in one moment");
        assertEquals(0, scene.failed(), "who waits has not failed");
        scene.until("everybody has one", () -> {
            scene.later(Duration.ofSeconds(1));
            return scene.keeper.records().stream().filter(NameRecord::proven).count() == 20;
        });
        assertEquals(20, scene.orders());
    }

    @Test
    void anOrderForEachKindOfChallengeCountsWhateverComesOfTheLast() {
        scene.authority.checksThatFail.set(2);
        scene.wants(SHOP.text()).starts();
        scene.enforced(SHOP);
        assertEquals(3, counted(Event.ORDERED));
        assertEquals(2, counted(Event.FAILED_AUTHORIZATION));
        assertEquals(1, counted(Event.ISSUED));
    }

    @Test
    void anOrderThatCannotBeFinishedIsLetGoOfThoughANewOneHasToWait() {
        OrderLedger full = OrderLedger.EMPTY;
        for (int i = 0; i < 5; i++) {
            full = full.with(new Entry(Desk.FIRST, SHOP, Event.ISSUED, false, Desk.START), Desk.START);
        }
        scene.store.kept.put(full);
        URI order = URI.create(Desk.FIRST + "/order/0");
        scene.store.kept.put(
                NameRecord.of(SHOP).withPending(Optional.of(new PendingOrder(Desk.FIRST, order, "key", Desk.START))));
        AtomicInteger begun = new AtomicInteger();
        scene.beforeLook = name -> begun.incrementAndGet();
        scene.authority.forgetful = true;
        scene.wants(SHOP.text()).starts();
        scene.until(
                "it is let go of",
                () -> scene.store.kept.find(SHOP).orElseThrow().pending().isEmpty());
        scene.settles();
        scene.settles();
        assertEquals(1, begun.get(), "not without end");
        assertEquals(0, scene.failed());
        Instant free = Desk.START.plus(OrderLedger.LONGEST);
        assertEquals(Optional.of(free), scene.keeper.plan().outlook().get(SHOP).nextAttempt());
        scene.later(OrderLedger.LONGEST);
        scene.enforced(SHOP);
    }

    @Test
    void whereNoQuestionCanComeToUsNobodyIsAskedAndNothingIsCounted() {
        Finding noProxy = new Finding("no proxy runs", "start it");
        scene.seen = new Preparation(List.of(noProxy), Set.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01));
        scene.wants(SHOP.text()).starts();
        scene.until("it is noted", () -> scene.failed() == 1);
        scene.settles();
        assertEquals(0, scene.orders());
        assertEquals(OrderLedger.EMPTY, scene.store.kept.ledger());
        assertEquals(
                "no authority was asked: no proxy runs; start it",
                scene.record(SHOP).attempts().message());
        scene.seen = Preparation.GOOD;
        scene.later(Duration.ofMinutes(2));
        scene.enforced(SHOP);
        assertEquals(0, scene.staging.requests.size(), "it was no failure of the name's");
    }

    @Test
    void howLongAnAuthorityWantsToBeLeftAloneHoldsAfterARestartToo() {
        Instant again = scene.clock.now().plus(Duration.ofHours(1));
        scene.authority.failure = Optional.of(new IssuanceFailure(
                IssuanceFailure.Kind.AUTHORITY_AWAY, "503", Optional.of(again), Optional.empty(), null));
        scene.wants(SHOP.text()).starts();
        scene.until("it is noted", () -> scene.failed() == 1);
        scene.starts().wants(SHOP.text(), "other.example.org");
        scene.later(Duration.ofMinutes(50));
        scene.settles();
        assertEquals(1, scene.orders());
        scene.authority.failure = Optional.empty();
        scene.later(Duration.ofMinutes(11));
        scene.enforced(SHOP);
        scene.enforced(HostName.of("other.example.org"));
    }

    private long counted(Event event) {
        return scene.store.kept.ledger().entries().stream()
                .filter(entry -> entry.event() == event)
                .count();
    }
}
