package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.AuthorityHealth.Trouble;
import dev.berth.proxy.certificate.OrderLedger.Event;
import dev.berth.proxy.certificate.OrderLedger.Standing;
import dev.berth.proxy.certificate.OrderLedger.Wait;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a name is asked from, and when. It remembers what it gave out, so that all that is asked in one go stays inside
 * the limits, and an authority that was in trouble is tried with one name first.
 */
final class IssuerChoice {
    /** After so many failures in a row the next authority has its turn. */
    private static final int TURN = 3;
    /** So long, or a quarter of what is left, is waited for the preferred one while there is a valid certificate. */
    private static final Duration PATIENCE = Duration.ofDays(1);
    /** An authority forgets an order that nobody finishes; Let's Encrypt after seven days. */
    private static final Duration ORDER_LIFE = Duration.ofDays(6);

    private static final Duration PROBE = Duration.ofMinutes(1);

    private final AuthorityHealth health;
    private final CertificatePolicy policy;
    private final Instant now;
    private final Set<URI> probed = new HashSet<>();
    private final OrderLedger ledger;
    private final Tally tally;

    /**
     * @param pending the order that is taken up again
     * @param delay empty when it is asked now
     */
    record Turn(
            URI authority,
            boolean rehearsal,
            Optional<String> replaces,
            Optional<PendingOrder> pending,
            Optional<Wait> delay) {
        boolean isOpen() {
            return delay.isEmpty();
        }
    }

    IssuerChoice(OrderLedger ledger, AuthorityHealth health, CertificatePolicy policy, Instant now) {
        this.ledger = ledger;
        this.tally = new Tally(ledger, now);
        this.health = health;
        this.policy = policy;
        this.now = now;
    }

    /** A name that is being asked for at the moment counts as if it were issued. */
    void isUnderWay(HostName name) {
        policy.issuers().forEach(issuer -> count(issuer, name, Event.ISSUED, false));
        health.troubles().keySet().forEach(probed::add);
    }

    /** An order that was placed counts as if it were issued, which its issuer may do without asking again. */
    void isPlaced(NameRecord record) {
        pending(record)
                .map(PendingOrder::issuer)
                .ifPresent(issuer ->
                        count(issuer, record.name(), Event.ISSUED, isExempt(record, replaces(issuer, record))));
    }

    /** What holds up one more order, at the moment at which it would be placed; empty when nothing does. */
    Optional<Wait> limit(URI issuer, NameRecord record) {
        return policy.publicly()
                ? tally.delay(issuer, record.name(), standing(issuer, record, replaces(issuer, record)), 1)
                : Optional.empty();
    }

    /** Gives out the turn when it is open. */
    Turn next(NameRecord record) {
        Turn turn = best(record);
        if (turn.isOpen()) {
            probed.add(turn.authority);
            if (!turn.rehearsal) {
                boolean renewal = isExempt(record, turn.replaces);
                if (turn.pending.isEmpty()) {
                    count(turn.authority, record.name(), Event.ORDERED, renewal);
                    count(turn.authority, record.name(), Event.ISSUED, renewal);
                }
            }
        }
        return turn;
    }

    private void count(URI issuer, HostName name, Event event, boolean renewal) {
        tally.count(issuer, name, event, renewal, now);
    }

    private Turn best(NameRecord record) {
        List<URI> order = order(record);
        Turn preferred = turn(order.get(0), record);
        if (preferred.isOpen() || order.size() == 1 || isPatient(record, preferred)) {
            return preferred;
        }
        List<Turn> turns = new ArrayList<>(List.of(preferred));
        order.subList(1, order.size()).forEach(issuer -> turns.add(turn(issuer, record)));
        return turns.stream()
                .filter(Turn::isOpen)
                .findFirst()
                .orElseGet(() -> Collections.min(turns, (a, b) -> a.delay
                        .orElseThrow()
                        .until()
                        .compareTo(b.delay.orElseThrow().until())));
    }

    /** Of those that are open; an order that was placed is finished with its issuer, unless that failed too often. */
    private List<URI> order(NameRecord record) {
        int failed = record.attempts().failed();
        List<URI> order = new ArrayList<>(record.attempts().open(policy.issuers()));
        Collections.rotate(order, -(failed / TURN % order.size()));
        Optional<URI> placed = pending(record).map(PendingOrder::issuer);
        if (failed < TURN && placed.filter(order::contains).isPresent()) {
            order.remove(placed.get());
            order.add(0, placed.get());
        }
        return order;
    }

    private boolean isPatient(NameRecord record, Turn preferred) {
        if (!record.isValidAt(now)) {
            return false;
        }
        Certificate certificate = record.certificate().orElseThrow();
        int failures = health.of(preferred.authority).map(Trouble::failures).orElse(0);
        if (failures >= TURN || !now.isBefore(RenewalWindow.of(certificate).emergency())) {
            return false;
        }
        Duration quarter = Duration.between(now, certificate.notAfter()).dividedBy(4);
        Duration patience = quarter.compareTo(PATIENCE) < 0 ? quarter : PATIENCE;
        return preferred.delay.orElseThrow().until().isBefore(now.plus(patience));
    }

    private Turn turn(URI issuer, NameRecord record) {
        Optional<PendingOrder> pending =
                pending(record).filter(order -> order.issuer().equals(issuer));
        Optional<URI> rehearsal = pending.isPresent() ? Optional.empty() : rehearsal(issuer, record);
        Optional<String> replaces = replaces(issuer, record);
        if (rehearsal.isPresent()) {
            return new Turn(rehearsal.get(), true, Optional.empty(), Optional.empty(), Optional.empty());
        }
        Standing standing =
                !policy.publicly() || pending.isPresent() ? Standing.FREE : standing(issuer, record, replaces);
        Optional<Wait> wait = rest(issuer)
                .or(() -> tally.delay(
                        issuer,
                        record.name(),
                        standing,
                        policy.challengesFor(record.name()).size()));
        return new Turn(issuer, false, replaces, pending, wait);
    }

    private Standing standing(URI issuer, NameRecord record, Optional<String> replaces) {
        if (isExempt(record, replaces)) {
            return Standing.REPLACING;
        }
        return record.origin().filter(issuer::equals).isPresent() ? Standing.AGAIN : Standing.NEW;
    }

    private Optional<PendingOrder> pending(NameRecord record) {
        return record.pending().filter(order -> now.isBefore(order.placedAt().plus(ORDER_LIFE)));
    }

    /** Whom to rehearse with, after a failure that may be the name's, as long as the staging authority is well. */
    private Optional<URI> rehearsal(URI issuer, NameRecord record) {
        boolean suspect = record.attempts().failed() > 0 && !record.attempts().staged();
        return suspect && issuer.equals(policy.issuers().get(0))
                ? policy.staging().filter(staging -> rest(staging).isEmpty())
                : Optional.empty();
    }

    private Optional<String> replaces(URI issuer, NameRecord record) {
        return record.certificate()
                .filter(c -> record.origin().filter(issuer::equals).isPresent())
                .filter(c -> !ledger.isReplaced(issuer, record.name(), c.notBefore()))
                .map(Certificate::ariId)
                .filter(id -> !id.isEmpty());
    }

    private boolean isExempt(NameRecord record, Optional<String> replaces) {
        return replaces.isPresent() && record.isInWindow(now);
    }

    private Optional<Wait> rest(URI authority) {
        return health.of(authority)
                .flatMap(trouble -> trouble.until().isAfter(now)
                        ? Optional.of(
                                new Wait(trouble.until(), "the authority is left alone after: " + trouble.message()))
                        : probed.contains(authority)
                                ? Optional.of(
                                        new Wait(now.plus(PROBE), "one name tries first whether it is well again"))
                                : Optional.empty());
    }
}
