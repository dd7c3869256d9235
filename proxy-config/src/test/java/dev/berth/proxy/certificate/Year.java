package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.CertificatePlan.AskRenewal;
import dev.berth.proxy.certificate.CertificatePlan.Obtain;
import dev.berth.proxy.certificate.CertificatePlan.Todo;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** A year of one daemon, carried out as a keeper would, with restarts in between. */
final class Year {
    private static final int AT_ONCE = 30;

    final Desk desk = new Desk();
    final Faults faults;
    final Map<URI, ModelAuthority> authorities = new LinkedHashMap<>();
    final Map<HostName, List<Certificate>> issued = new TreeMap<>();
    final Map<HostName, Instant> expired = new TreeMap<>();
    private final Random random;
    private final boolean restarts;
    private final PriorityQueue<Work> work = new PriorityQueue<>((a, b) -> a.end.compareTo(b.end));
    private final Map<HostName, Obtain> underWay = new TreeMap<>();
    private final Map<HostName, Instant> earliest = new HashMap<>();
    int plans;
    int rehearsals;
    int abandoned;

    private boolean changed;

    private record Work(Obtain obtain, Instant end) {}

    Year(List<HostName> names, CertificatePolicy policy, long seed, boolean faulty) {
        desk.wanted.addAll(names);
        desk.policy = policy;
        random = new Random(seed);
        restarts = faulty;
        faults = faulty ? Faults.of(seed, policy.issuers(), names) : Faults.none();
        policy.issuers().forEach(issuer -> authorities.put(issuer, new ModelAuthority(issuer, faults, seed)));
    }

    Year run() {
        while (desk.now.isBefore(Faults.END)) {
            CertificatePlan plan = plan();
            changed = false;
            plan.todo().forEach(this::begin);
            Instant next = plan.lookAgainAt();
            assertTrue(next.isAfter(desk.now), () -> "looks again at " + next + ", now is " + desk.now);
            if (plan.todo().isEmpty() && underWay.isEmpty() && random.nextInt(20) == 0) {
                nothingIsToDoBefore(next);
            }
            if (changed) {
                continue;
            }
            if (restarts && random.nextInt(200) == 0) {
                restart();
            }
            Instant rings = late(next);
            desk.now = work.isEmpty() || rings.isBefore(work.peek().end) ? rings : work.peek().end;
            while (!work.isEmpty() && !work.peek().end.isAfter(desk.now)) {
                finish(work.poll().obtain);
            }
        }
        return this;
    }

    /** A timer that is far off rings a little late. */
    private Instant late(Instant next) {
        long step = 300;
        return next.isBefore(desk.now.plusSeconds(step))
                ? next
                : Instant.ofEpochSecond((next.getEpochSecond() / step + 1) * step);
    }

    private CertificatePlan plan() {
        plans++;
        if (plans > 100_000) {
            throw new AssertionError(desk.now + " " + numbers());
        }
        for (NameRecord record : desk.records.values()) {
            boolean had = record.certificate().isPresent();
            if (had && !record.isValidAt(desk.now)) {
                expired.putIfAbsent(record.name(), desk.now);
            }
        }
        return CertificatePlanner.plan(
                desk.wanted,
                new ArrayList<>(desk.records.values()),
                Unread.NOTHING,
                underWay.keySet(),
                desk.ledger,
                desk.health,
                desk.policy,
                desk.now);
    }

    private void nothingIsToDoBefore(Instant next) {
        Instant now = desk.now;
        desk.now = next.minusMillis(1);
        assertEquals(List.of(), plan().todo(), () -> "something was to do before " + next);
        desk.now = now;
    }

    private void begin(Todo todo) {
        if (todo instanceof AskRenewal) {
            NameRecord record = desk.record(todo.name());
            var info = authorities
                    .get(record.origin().orElseThrow())
                    .renewalInfo(record.certificate().orElseThrow(), desk.now);
            info.filter(RenewalInfo::isAnswer)
                    .ifPresent(i -> earliest.merge(todo.name(), i.start(), (a, b) -> a.isBefore(b) ? a : b));
            changed = true;
            desk.change(todo.name(), a -> a.told(info, random.nextDouble(), desk.now));
        } else if (todo instanceof Obtain obtain && underWay.size() < AT_ONCE) {
            neverEarly(obtain);
            underWay.put(obtain.name(), obtain);
            Instant end = Instant.ofEpochSecond((desk.now.getEpochSecond() / 10 + 1 + random.nextInt(4)) * 10);
            try {
                if (obtain.rehearsal()) {
                    rehearsals++;
                } else {
                    authorities.get(obtain.authority()).order(obtain, desk.journal(obtain), desk.now);
                }
                work.add(new Work(obtain, end));
            } catch (IssuanceFailure e) {
                fail(obtain, e);
            }
        }
    }

    /** A valid certificate is renewed when its authority wants it, or by its lifetime; not sooner. */
    private void neverEarly(Obtain obtain) {
        NameRecord record = desk.record(obtain.name());
        if (record.isValidAt(desk.now)) {
            Instant due = RenewalWindow.of(record.certificate().orElseThrow()).due();
            Instant told = earliest.getOrDefault(obtain.name(), due);
            assertFalse(desk.now.isBefore(due) && desk.now.isBefore(told), () -> obtain.name() + " renewed too early");
        }
    }

    /** Without a fault, the window of the last one has ended a few hours ago at most; slowed down, for three hours more. */
    private void neverLate(Obtain obtain) {
        List<Certificate> before = issued.getOrDefault(obtain.name(), List.of());
        if (!before.isEmpty()) {
            Certificate last = before.get(before.size() - 1);
            Instant due = RenewalWindow.of(last).due();
            Instant end = due.plus(last.lifetime().dividedBy(45)).plus(Duration.ofHours(4));
            assertTrue(
                    !desk.now.isAfter(end) || faults.touched(obtain.name(), obtain.authority(), due, desk.now),
                    () -> obtain.name() + " renewed at " + desk.now + ", was due before " + end);
        }
    }

    private void finish(Obtain obtain) {
        try {
            if (obtain.rehearsal()) {
                rehearse(obtain);
                return;
            }
            ModelAuthority authority = authorities.get(obtain.authority());
            PendingOrder order = authority.check(obtain, desk.journal(obtain), desk.now);
            desk.change(obtain.name(), a -> a.placed(order));
            Certificate certificate = authority.finish(obtain, order, desk.now);
            desk.change(obtain.name(), a -> a.issued(obtain, certificate, desk.now));
            neverLate(obtain);
            issued.computeIfAbsent(obtain.name(), name -> new ArrayList<>()).add(certificate);
            earliest.remove(obtain.name());
            underWay.remove(obtain.name());
        } catch (IssuanceFailure e) {
            fail(obtain, e);
        }
    }

    private void rehearse(Obtain obtain) {
        if (faults.isUnreachable(obtain.name(), desk.now)) {
            throw new IssuanceFailure(IssuanceFailure.Kind.CHALLENGE, "cannot reach " + obtain.name(), null);
        }
        Certificate thrownAway =
                Desk.certificate(desk.now, Duration.ofDays(90), obtain.name().text());
        desk.change(obtain.name(), a -> a.issued(obtain, thrownAway, desk.now));
        underWay.remove(obtain.name());
    }

    private void fail(Obtain obtain, IssuanceFailure failure) {
        changed = true;
        desk.change(obtain.name(), a -> a.failed(obtain, failure, desk.now, random.nextDouble()));
        underWay.remove(obtain.name());
    }

    /** What is under way is lost; what was stored is not. */
    private void restart() {
        abandoned += underWay();
        work.clear();
        underWay.clear();
        desk.health = AuthorityHealth.GOOD;
    }

    int issuances() {
        return issued.values().stream().mapToInt(List::size).sum();
    }

    /** Orders that the end of the year finds unfinished. */
    int underWay() {
        return (int) work.stream().filter(Year::isNewOrder).count();
    }

    private static boolean isNewOrder(Work work) {
        return !work.obtain.rehearsal() && work.obtain.request().pending().isEmpty();
    }

    int total(ToIntFunction<ModelAuthority> what) {
        return authorities.values().stream().mapToInt(what).sum();
    }

    String numbers() {
        return "orders " + total(a -> a.ordered) + ", issued " + total(a -> a.issued) + ", failed checks "
                + total(a -> a.failedChecks) + ", dropped " + total(a -> a.dropped) + ", abandoned " + abandoned
                + ", open " + total(ModelAuthority::open) + ", rehearsals " + rehearsals + ", plans " + plans;
    }
}
