package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.CertificatePlan.AskRenewal;
import dev.berth.proxy.certificate.CertificatePlan.Forget;
import dev.berth.proxy.certificate.CertificatePlan.Obtain;
import dev.berth.proxy.certificate.CertificatePlan.Todo;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.PublicName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds of every plan, whatever happened before: people change their minds, and authorities fail in all ways. */
final class CertificatePlannerPropertyTest {
    private static final List<String> NAMES = List.of(
            "a.example.org", "b.example.org", "*.example.org", "example.org", "c.example.net", "shop.internal", "shop");

    @Test
    void everyPlanOfARandomHistoryIsSound() {
        for (long seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            Desk desk = new Desk();
            desk.policy = random.nextBoolean() ? Desk.ONE : Desk.TWO;
            for (int step = 0; step < 40; step++) {
                String where = "seed " + seed + ", step " + step;
                peopleAct(desk, random);
                CertificatePlan plan = desk.plan();
                assertSound(desk, plan, random, where);
                carryOut(desk, plan, random);
                if (plan.todo().isEmpty()) {
                    assertNothingBefore(desk, plan.lookAgainAt(), where);
                }
                desk.now = random.nextInt(4) == 0
                        ? desk.now.plus(Duration.ofHours(random.nextInt(24 * 20)))
                        : desk.plan().lookAgainAt();
            }
        }
    }

    private static void peopleAct(Desk desk, Random random) {
        HostName name = Desk.host(NAMES.get(random.nextInt(NAMES.size())));
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> desk.wanted.add(name);
            case 3 -> desk.wanted.remove(name);
            case 4 -> desk.change(name, a -> a.renewNow(desk.now, true));
            case 5 -> {
                if (random.nextInt(4) == 0) {
                    desk.change(name, a -> a.uploaded(certificate(desk, name, random)));
                }
            }
            case 6 -> desk.health = AuthorityHealth.GOOD;
            default -> {}
        }
    }

    private static Certificate certificate(Desk desk, HostName name, Random random) {
        int hours = List.of(90 * 24, 45 * 24, 160, 20).get(random.nextInt(4));
        return Desk.certificate(desk.now, Duration.ofHours(hours), name.text());
    }

    private static void carryOut(Desk desk, CertificatePlan plan, Random random) {
        for (Todo todo : plan.todo()) {
            if (todo instanceof Forget) {
                desk.records.remove(todo.name());
            } else if (todo instanceof AskRenewal) {
                Instant start = desk.now.plus(Duration.ofDays(random.nextInt(80) - 5));
                RenewalInfo info = new RenewalInfo(
                        start,
                        start.plus(Duration.ofDays(random.nextInt(4) - 1)),
                        Optional.empty(),
                        desk.now.plus(Duration.ofHours(random.nextInt(30))));
                desk.change(todo.name(), a -> a.told(Optional.of(info), random.nextDouble(), desk.now));
            } else if (todo instanceof Obtain obtain) {
                obtain(desk, obtain, random);
            }
        }
    }

    private static void obtain(Desk desk, Obtain obtain, Random random) {
        try {
            desk.journal(obtain).ordering();
        } catch (IssuanceFailure postponed) {
            desk.change(obtain.name(), a -> a.failed(obtain, postponed, desk.now, 0));
            return;
        }
        if (!obtain.rehearsal() && random.nextInt(3) == 0) {
            URI order = URI.create(obtain.authority() + "/" + random.nextInt(1000));
            desk.change(obtain.name(), a -> a.placed(new PendingOrder(obtain.authority(), order, "key", desk.now)));
        }
        if (random.nextInt(3) > 0) {
            desk.change(obtain.name(), a -> a.issued(obtain, certificate(desk, obtain.name(), random), desk.now));
        } else {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            Optional<Instant> again = random.nextBoolean()
                    ? Optional.empty()
                    : Optional.of(desk.now.plus(Duration.ofMinutes(random.nextInt(20_000))));
            IssuanceFailure failure = new IssuanceFailure(kind, "no", again, Optional.empty(), null);
            desk.change(obtain.name(), a -> a.failed(obtain, failure, desk.now, random.nextDouble()));
        }
    }

    private static void assertSound(Desk desk, CertificatePlan plan, Random random, String where) {
        assertTrue(plan.lookAgainAt().isAfter(desk.now), where);
        assertTrue(plan.outlook().keySet().containsAll(desk.wanted), where);
        List<NameRecord> shuffled = new ArrayList<>(desk.records.values());
        Collections.shuffle(shuffled, random);
        assertEquals(
                CertificatePlanText.of(plan),
                CertificatePlanText.of(CertificatePlanner.plan(
                        desk.wanted, shuffled, desk.ledger, desk.health, desk.policy, desk.now)),
                where);
        Set<HostName> seen = new HashSet<>();
        OrderLedger after = desk.ledger;
        for (Todo todo : plan.todo()) {
            assertTrue(seen.add(todo.name()), where);
            if (todo instanceof Obtain obtain) {
                assertAllowed(desk, obtain, after, where);
                after = new Aftermath(desk.record(obtain.name()), after, desk.health)
                        .ordering(obtain, desk.policy, desk.now)
                        .ledger();
            } else if (todo instanceof Forget) {
                assertFalse(
                        desk.wanted.contains(todo.name())
                                || desk.record(todo.name()).isValidAt(desk.now),
                        where);
            }
        }
    }

    private static void assertAllowed(Desk desk, Obtain obtain, OrderLedger ledger, String where) {
        NameRecord record = desk.record(obtain.name());
        CertificateRequest request = obtain.request();
        assertTrue(desk.wanted.contains(obtain.name()), where);
        assertTrue(PublicName.refusal(obtain.name()).isEmpty(), where);
        assertFalse(record.isValidAt(desk.now) && record.isUploaded(), where);
        assertFalse(record.attempts().closed().contains(obtain.authority()), where);
        assertTrue(record.attempts().nextAt().filter(desk.now::isBefore).isEmpty(), where);
        assertFalse(request.challenges().isEmpty(), where);
        assertTrue(!obtain.name().isWildcard() || request.challenges().equals(List.of(ChallengeKind.DNS_01)), where);
        assertTrue(
                desk.health
                        .of(obtain.authority())
                        .filter(t -> t.until().isAfter(desk.now))
                        .isEmpty(),
                where);
        if (obtain.rehearsal()) {
            assertEquals(Desk.STAGING, obtain.authority(), where);
            assertTrue(record.attempts().failed() > 0 && request.replaces().isEmpty(), where);
        } else if (request.pending().isEmpty() && request.replaces().isEmpty()) {
            boolean again = record.origin().filter(obtain.authority()::equals).isPresent();
            OrderLedger.Standing standing = again ? OrderLedger.Standing.AGAIN : OrderLedger.Standing.NEW;
            assertEquals(Optional.empty(), ledger.delay(obtain.authority(), obtain.name(), standing, desk.now), where);
        }
        request.replaces().ifPresent(id -> {
            assertEquals(Optional.of(obtain.authority()), record.origin(), where);
            assertEquals(id, record.certificate().orElseThrow().ariId(), where);
        });
        request.pending().ifPresent(order -> assertEquals(obtain.authority(), order.issuer(), where));
    }

    private static void assertNothingBefore(Desk desk, Instant next, String where) {
        Instant now = desk.now;
        desk.now = next.minusMillis(1);
        assertEquals(List.of(), desk.plan().todo(), where);
        desk.now = now;
    }
}
