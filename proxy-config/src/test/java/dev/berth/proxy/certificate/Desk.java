package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.CertificatePlan.Obtain;
import dev.berth.proxy.certificate.CertificatePlan.Todo;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Everything that is planned with, and a clock that is set by hand. */
final class Desk {
    static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    static final URI FIRST = URI.create("https://first.example/directory");
    static final URI SECOND = URI.create("https://second.example/directory");
    static final URI STAGING = URI.create("https://staging.example/directory");
    static final CertificatePolicy ONE = new CertificatePolicy(
            List.of(FIRST), Optional.of(STAGING), true, List.of(ChallengeKind.HTTP_01), KeyKind.P256, Optional.empty());
    static final CertificatePolicy TWO = new CertificatePolicy(
            List.of(FIRST, SECOND),
            Optional.of(STAGING),
            true,
            List.of(ChallengeKind.HTTP_01, ChallengeKind.DNS_01),
            KeyKind.P256,
            Optional.empty());

    final Set<HostName> wanted = new TreeSet<>();
    final TreeMap<HostName, NameRecord> records = new TreeMap<>();
    OrderLedger ledger = OrderLedger.EMPTY;
    AuthorityHealth health = AuthorityHealth.GOOD;
    CertificatePolicy policy = ONE;
    Instant now = START;

    static HostName host(String name) {
        return HostName.of(name);
    }

    Desk wants(String... names) {
        List.of(names).forEach(name -> wanted.add(host(name)));
        return this;
    }

    Desk at(String time) {
        now = Instant.parse(time);
        return this;
    }

    Desk later(Duration time) {
        now = now.plus(time);
        return this;
    }

    static Certificate certificate(Instant from, Duration lifetime, String... names) {
        return new Certificate(
                List.of(names).stream().map(HostName::of).toList(),
                from,
                from.plus(lifetime),
                "Paper",
                "id-" + from.getEpochSecond(),
                names[0] + from,
                "chain",
                "key");
    }

    NameRecord record(String name) {
        return record(host(name));
    }

    NameRecord record(HostName name) {
        return records.getOrDefault(name, NameRecord.of(name));
    }

    void put(NameRecord record) {
        records.put(record.name(), record);
    }

    /** A certificate of the first authority, valid for so many days from now. */
    Desk has(String name, int days) {
        put(record(name).withCertificate(certificate(now, Duration.ofDays(days), name), Optional.of(FIRST)));
        return this;
    }

    CertificatePlan plan() {
        return CertificatePlanner.plan(wanted, new ArrayList<>(records.values()), ledger, health, policy, now);
    }

    String text() {
        return CertificatePlanText.of(plan());
    }

    /** The first thing that the plan says, with its outlook left out. */
    String todo() {
        return text().lines()
                .filter(line -> line.matches("(obtain|rehearse|ask about|forget) .*"))
                .reduce((a, b) -> a + "\n" + b)
                .orElse("nothing until " + plan().lookAgainAt());
    }

    void change(HostName name, UnaryOperator<Aftermath> change) {
        Aftermath next = change.apply(new Aftermath(record(name), ledger, health));
        put(next.record());
        ledger = next.ledger();
        health = next.health();
    }

    /** Carries out the first thing of the plan, and it fails. */
    Desk fails(IssuanceFailure.Kind kind) {
        return fails(kind, Optional.empty());
    }

    Desk fails(IssuanceFailure.Kind kind, Optional<Instant> retryAt) {
        Obtain obtain = first();
        IssuanceFailure failure =
                new IssuanceFailure(kind, kind.toString().toLowerCase(Locale.ROOT), retryAt, Optional.empty(), null);
        ordering(obtain);
        if (kind == IssuanceFailure.Kind.CHALLENGE) {
            obtain.request().challenges().forEach(challenge -> journal(obtain).checkFailed(""));
        }
        change(obtain.name(), a -> a.failed(obtain, failure, now, 0));
        return this;
    }

    /** Carries out the first thing of the plan, and it succeeds. */
    Desk succeeds(int days) {
        Obtain obtain = first();
        Certificate certificate =
                certificate(now, Duration.ofDays(days), obtain.name().text());
        ordering(obtain);
        change(obtain.name(), a -> a.issued(obtain, certificate, now));
        return this;
    }

    private void ordering(Obtain obtain) {
        if (obtain.request().pending().isEmpty()) {
            journal(obtain).ordering();
        }
    }

    OrderJournal journal(Obtain obtain) {
        return new OrderJournal() {
            @Override
            public void ordering() {
                change(obtain.name(), a -> a.ordering(obtain, policy, now));
            }

            @Override
            public void placed(PendingOrder order) {
                change(obtain.name(), a -> a.placed(order));
            }

            @Override
            public void checkFailed(String why) {
                change(obtain.name(), a -> a.checkFailed(obtain, now));
            }

            @Override
            public void notReplaced() {
                change(obtain.name(), a -> a.notReplaced(obtain, now));
            }
        };
    }

    Obtain first() {
        Todo todo = plan().todo().get(0);
        return (Obtain) todo;
    }

    Desk told(String name, String start, String end, double draw) {
        RenewalInfo info = new RenewalInfo(
                Instant.parse(start), Instant.parse(end), Optional.empty(), now.plus(Duration.ofHours(6)));
        change(host(name), a -> a.told(Optional.of(info), draw, now));
        return this;
    }
}
