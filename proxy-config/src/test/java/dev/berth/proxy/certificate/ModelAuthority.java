package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.CertificatePlan.Obtain;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** An authority as Let's Encrypt describes itself, in a world with faults. A limit that is passed fails the test. */
final class ModelAuthority {
    private static final Duration WEEK = Duration.ofDays(7);

    final URI directory;
    private final Faults faults;
    private final Random random;
    private final Map<String, Deque<Instant>> counted = new HashMap<>();
    private final Set<HostName> names = new HashSet<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> replaced = new HashSet<>();
    private final Set<URI> open = new HashSet<>();
    private final Map<String, RenewalInfo> told = new HashMap<>();
    private int serial;
    int ordered;
    int issued;
    int failedChecks;
    int dropped;

    ModelAuthority(URI directory, Faults faults, long seed) {
        this.directory = directory;
        this.faults = faults;
        this.random = new Random(seed);
    }

    /** Takes the order. */
    void order(Obtain obtain, OrderJournal journal, Instant now) {
        refuseWhenAway(now);
        if (obtain.request().pending().isPresent()) {
            return;
        }
        if (faults.isBusy(random)) {
            Instant again = now.plusSeconds(60 + random.nextInt(3 * 3600));
            throw new IssuanceFailure(Kind.RATE_LIMITED, "slow down", Optional.of(again), Optional.empty(), null);
        }
        Optional<String> replaces = obtain.request().replaces();
        if (replaces.isPresent() && (replaced.contains(replaces.get()) || faults.isReplacedElsewhere(random))) {
            replaced.add(replaces.get());
            journal.notReplaced();
        }
        place(obtain, journal, now);
    }

    private void place(Obtain obtain, OrderJournal journal, Instant now) {
        journal.ordering();
        ordered++;
        if (!isExempt(obtain, now)) {
            count("orders", 10, Duration.ofSeconds(10), now);
            count("new orders", 300, Duration.ofHours(3), now);
        }
    }

    /** Checks the name, by one kind after the other, each with an order of its own; the last one may be kept. */
    PendingOrder check(Obtain obtain, OrderJournal journal, Instant now) {
        if (obtain.request().pending().isPresent()) {
            return obtain.request().pending().get();
        }
        try {
            refuseWhenAway(now);
        } catch (IssuanceFailure e) {
            dropped++;
            throw e;
        }
        List<ChallengeKind> kinds = obtain.request().challenges();
        for (int i = 0; !isSeen(obtain, kinds.get(i), now); i++) {
            failedChecks++;
            count("failed checks of " + obtain.name(), 5, Duration.ofHours(1), now);
            journal.checkFailed("");
            if (i + 1 == kinds.size()) {
                throw new IssuanceFailure(Kind.CHALLENGE, "cannot reach " + obtain.name(), null);
            }
            place(obtain, journal, now);
        }
        URI order = URI.create(directory + "/order/" + ++serial);
        open.add(order);
        return new PendingOrder(directory, order, "key", now);
    }

    private boolean isSeen(Obtain obtain, ChallengeKind kind, Instant now) {
        boolean closed = obtain.request().challenges().size() > 1 && faults.isClosed(kind, obtain.name());
        return !closed && !faults.isUnreachable(obtain.name(), now);
    }

    Certificate finish(Obtain obtain, PendingOrder order, Instant now) {
        refuseWhenAway(now);
        if (faults.isCut(random)) {
            throw new IssuanceFailure(Kind.AUTHORITY_AWAY, "the connection was cut", null);
        }
        if (!open.remove(order.order())) {
            throw new AssertionError("no such order: " + order);
        }
        issued++;
        if (!isExempt(obtain, now)) {
            count("certificates for " + obtain.name(), 5, WEEK, now);
            // Those for a name that it knows count too, but are not held up.
            int most = names.contains(obtain.name()) ? Integer.MAX_VALUE : 50;
            count("certificates for " + RegisteredDomain.of(obtain.name()), most, WEEK, now);
        }
        names.add(obtain.name());
        obtain.request().replaces().ifPresent(replaced::add);
        Certificate certificate =
                Desk.certificate(now, faults.lifetime(now), obtain.name().text());
        String id = directory.getHost() + "-" + serial + "-" + issued;
        known.add(id);
        return new Certificate(
                certificate.names(),
                now,
                certificate.notAfter(),
                "Model",
                faults.hasWindows() ? id : "",
                id,
                "chain",
                "key");
    }

    int open() {
        return open.size();
    }

    Optional<RenewalInfo> renewalInfo(Certificate certificate, Instant now) {
        Optional<RenewalInfo> answer =
                faults.isAway(directory, now) ? Optional.empty() : faults.window(certificate, now);
        // Nonsense is a fault of its answers, not of what it goes by.
        answer.filter(RenewalInfo::isAnswer).ifPresent(info -> told.put(certificate.ariId(), info));
        return answer;
    }

    /** Only in the window, as Let's Encrypt does it. */
    private boolean isExempt(Obtain obtain, Instant now) {
        return obtain.request()
                .replaces()
                .filter(known::contains)
                .filter(id -> !replaced.contains(id))
                .map(told::get)
                .filter(info -> !now.isBefore(info.start()) && now.isBefore(info.end()))
                .isPresent();
    }

    private void refuseWhenAway(Instant now) {
        if (faults.isAway(directory, now)) {
            Optional<Instant> again =
                    random.nextBoolean() ? Optional.empty() : Optional.of(now.plusSeconds(random.nextInt(7200)));
            throw new IssuanceFailure(Kind.AUTHORITY_AWAY, "503", again, Optional.empty(), null);
        }
    }

    private void count(String what, int most, Duration within, Instant now) {
        Deque<Instant> times = counted.computeIfAbsent(what, w -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.peekFirst().isAfter(now.minus(within))) {
            times.removeFirst();
        }
        times.addLast(now);
        if (times.size() > most) {
            throw new AssertionError(now + ": " + times.size() + " " + what + " in " + within + " at " + directory);
        }
    }
}
