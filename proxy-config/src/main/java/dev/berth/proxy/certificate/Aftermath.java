package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.CertificatePlan.Obtain;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.NameRecord.Attempts;
import dev.berth.proxy.certificate.NameRecord.Renewal;
import dev.berth.proxy.certificate.OrderLedger.Entry;
import dev.berth.proxy.certificate.OrderLedger.Event;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of a name and of the authorities, and what it becomes through what happened. Immutable. */
public record Aftermath(NameRecord record, OrderLedger ledger, AuthorityHealth health) {
    private static final Duration ASK_AGAIN = Duration.ofHours(6);
    private static final Duration SOONEST_ASK = Duration.ofMinutes(1);
    private static final Duration LATEST_ASK = Duration.ofDays(1);

    /**
     * A new order is about to be placed; to be kept before the authority is asked. A rehearsal counts nothing. What held
     * up nobody when it was planned may do so by now: others ordered meanwhile, or a check failed before.
     *
     * @throws IssuanceFailure {@code POSTPONED} when it would go beyond a limit; by the same ledger, the next plan has it
     *     wait for the same moment
     */
    public Aftermath ordering(Obtain todo, CertificatePolicy policy, Instant now) {
        if (!todo.rehearsal()) {
            new IssuerChoice(ledger, health, policy, now)
                    .limit(todo.authority(), record)
                    .ifPresent(Aftermath::postpone);
        }
        return counted(todo, Event.ORDERED, now);
    }

    private static void postpone(OrderLedger.Wait wait) {
        throw new IssuanceFailure(Kind.POSTPONED, wait.why(), Optional.of(wait.until()), Optional.empty(), null);
    }

    /** The authority looked at the name, in vain. */
    public Aftermath checkFailed(Obtain todo, Instant now) {
        return counted(todo, Event.FAILED_AUTHORIZATION, now);
    }

    /** The authority does not take the certificate of before for one that can be replaced: what comes counts in full. */
    public Aftermath notReplaced(Obtain todo, Instant now) {
        return counted(todo, Event.ALREADY_REPLACED, now);
    }

    /** The order is placed, and is kept before it is finalized. Never of a rehearsal. */
    public Aftermath placed(PendingOrder order) {
        return with(record.withPending(Optional.of(order)));
    }

    /** Nothing can come of that order any more; without effect on another one. */
    public Aftermath unusable(PendingOrder order) {
        return record.pending().filter(order::equals).isPresent() ? with(record.withPending(Optional.empty())) : this;
    }

    /**
     * The certificate came. One that would have to be renewed at once counts as a failure too: else a wrong clock would
     * order without end.
     */
    public Aftermath issued(Obtain done, Certificate certificate, Instant now) {
        AuthorityHealth well = health.answered(done.authority());
        if (done.rehearsal()) {
            return rehearsed(well);
        }
        NameRecord next = record.withCertificate(certificate, Optional.of(done.authority()));
        if (!now.isBefore(RenewalWindow.of(certificate).due())) {
            String message = "the certificate that came ends at " + certificate.notAfter()
                    + " and would have to be renewed at once; is the clock of this machine right?";
            next = next.withAttempts(failedOnce(message, now, 0, true));
        }
        return new Aftermath(next, counted(done, Event.ISSUED, now).ledger, well);
    }

    /** The true authority is asked next. */
    private Aftermath rehearsed(AuthorityHealth next) {
        Attempts old = record.attempts();
        Attempts staged = new Attempts(
                old.failed(), old.since(), old.message(), Optional.empty(), old.userAction(), true, old.closed());
        return new Aftermath(record.withAttempts(staged), ledger, next);
    }

    /**
     * It did not come.
     *
     * @param draw by chance, from 0 to below 1; spreads the next attempts
     */
    public Aftermath failed(Obtain tried, IssuanceFailure failure, Instant now, double draw) {
        return tried.rehearsal() ? rehearsalFailed(tried, failure, now, draw) : orderFailed(tried, failure, now, draw);
    }

    private Aftermath orderFailed(Obtain tried, IssuanceFailure failure, Instant now, double draw) {
        Attempts old = record.attempts();
        URI authority = tried.authority();
        AuthorityHealth well = health.answered(authority);
        // What says nothing about the name needs no rehearsal.
        boolean staged = old.failed() == 0 || old.staged();
        Attempts unlucky = failedOnce(failure.getMessage(), now, draw, staged);
        NameRecord kept = record.withAttempts(unlucky);
        NameRecord anew = kept.withPending(Optional.empty());
        Attempts ofTheName = failedOnce(failure.getMessage(), now, draw, false);
        return switch (failure.kind()) {
            case INTERRUPTED, POSTPONED -> this;
            case CHALLENGE, REFUSED -> new Aftermath(anew.withAttempts(ofTheName), ledger, well);
            case USELESS -> new Aftermath(anew.withAttempts(ofTheName), counted(tried, Event.ISSUED, now).ledger, well);
            case RATE_LIMITED ->
                new Aftermath(
                        kept,
                        told(tried, Event.TOLD_TO_WAIT, OrderLedger.LONGEST, failure, now),
                        health.paused(authority, failure.getMessage(), now));
            case NAME_LIMITED ->
                new Aftermath(kept, told(tried, Event.TOLD_TO_WAIT, OrderLedger.LONGEST, failure, now), well);
            case AUTHORITY_AWAY ->
                new Aftermath(
                        kept,
                        told(tried, Event.ALL_TOLD_TO_WAIT, AuthorityHealth.LONGEST, failure, now),
                        health.away(authority, failure.getMessage(), failure.retryAt(), now));
            case USER_ACTION ->
                new Aftermath(
                        anew.withAttempts(waitingFor(failure.link().orElse(authority), authority, unlucky)),
                        ledger,
                        well);
            case ACCOUNT_GONE -> new Aftermath(anew.withAttempts(atOnceIfFirst(unlucky, now)), ledger, well);
            case STORE, HINDERED -> with(kept);
        };
    }

    /** A staging authority in trouble, or one that has had enough of a name, says nothing: the true one is asked next. */
    private Aftermath rehearsalFailed(Obtain tried, IssuanceFailure failure, Instant now, double draw) {
        URI staging = tried.authority();
        Attempts again = failedOnce(failure.getMessage(), now, draw, false);
        return switch (failure.kind()) {
            case INTERRUPTED, POSTPONED -> this;
            case NAME_LIMITED -> rehearsed(health.answered(staging));
            case RATE_LIMITED, AUTHORITY_AWAY ->
                new Aftermath(record, ledger, health.away(staging, failure.getMessage(), failure.retryAt(), now));
            case USER_ACTION, ACCOUNT_GONE ->
                new Aftermath(record, ledger, health.away(staging, failure.getMessage(), Optional.empty(), now));
            case CHALLENGE, REFUSED, USELESS ->
                new Aftermath(record.withAttempts(again), ledger, health.answered(staging));
            case STORE, HINDERED -> with(record.withAttempts(again));
        };
    }

    /**
     * The authority was asked when it would have the certificate renewed.
     *
     * @param answer empty when none came, or none that made sense: then what it said before holds, or the lifetime decides
     * @param draw by chance, from 0 to below 1: the moment in the window, drawn once for each window (RFC 9773 section
     *     4.2). A moment that has come already is not moved.
     */
    public Aftermath told(Optional<RenewalInfo> answer, double draw, Instant now) {
        if (record.certificate().isEmpty()) {
            return this;
        }
        Optional<Renewal> old = record.renewal();
        Renewal next = answer.filter(RenewalInfo::isAnswer)
                .map(info -> answered(info, old, draw, now))
                .orElseGet(() -> unanswered(old, now));
        return with(record.withRenewal(Optional.of(next)));
    }

    private static Renewal answered(RenewalInfo said, Optional<Renewal> old, double draw, Instant now) {
        Instant soonest = now.plus(SOONEST_ASK);
        Instant latest = now.plus(LATEST_ASK);
        Instant ask = said.askAgainAt().isBefore(soonest)
                ? soonest
                : said.askAgainAt().isAfter(latest) ? latest : said.askAgainAt();
        RenewalInfo info = new RenewalInfo(said.start(), said.end(), said.explanation(), ask);
        boolean keeps = old.isPresent()
                && (old.get().info().hasWindowOf(said) || !old.get().chosen().isAfter(now));
        if (keeps) {
            return new Renewal(info, old.get().chosen());
        }
        Duration length = Duration.between(said.start(), said.end());
        return new Renewal(info, said.start().plusSeconds((long) (length.toSeconds() * draw)));
    }

    private Renewal unanswered(Optional<Renewal> old, Instant now) {
        Instant ask = now.plus(ASK_AGAIN);
        if (old.isPresent()) {
            RenewalInfo info = old.get().info();
            return new Renewal(
                    new RenewalInfo(info.start(), info.end(), info.explanation(), ask),
                    old.get().chosen());
        }
        Instant due = RenewalWindow.of(record.certificate().orElseThrow()).due();
        return new Renewal(new RenewalInfo(due, due, Optional.empty(), ask), due);
    }

    /** A person brought a certificate. */
    public Aftermath uploaded(Certificate certificate) {
        return with(record.withCertificate(certificate, Optional.empty()));
    }

    /** The proxy was seen showing this certificate; without effect when another one came meanwhile. */
    public Aftermath proven(Certificate shown) {
        return record.certificate().filter(shown::equals).isPresent() ? with(record.asProven()) : this;
    }

    /**
     * A person wants it renewed, or tried again, now. After a failure the rehearsal comes first, so that orders by hand
     * without end meet no authority that counts them. One that a person brought stays.
     *
     * @param hopeful whether authorities in trouble are asked again too: who answers for all names may know better
     */
    public Aftermath renewNow(Instant now, boolean hopeful) {
        NameRecord fresh = record.withAttempts(record.attempts().anew());
        Aftermath next = hopeful
                ? new Aftermath(fresh, ledger.hopeful(), AuthorityHealth.GOOD)
                : new Aftermath(fresh, ledger, health);
        if (record.certificate().isEmpty() || record.isUploaded()) {
            return next;
        }
        RenewalInfo info = record.renewal()
                .map(Renewal::info)
                .orElse(new RenewalInfo(now, now, Optional.empty(), now.plus(ASK_AGAIN)));
        return next.with(fresh.withRenewal(Optional.of(new Renewal(info, now))));
    }

    private Attempts failedOnce(String message, Instant now, double draw, boolean staged) {
        Attempts old = record.attempts();
        int failed = old.failed() + 1;
        Duration step = RetryLadder.after(failed, draw);
        if (record.isValidAt(now)) {
            step = RetryLadder.hurried(
                    step,
                    Duration.between(now, record.certificate().orElseThrow().notAfter()));
        }
        return new Attempts(
                failed,
                old.since().or(() -> Optional.of(now)),
                message,
                Optional.of(now.plus(step)),
                old.userAction(),
                staged,
                old.closed());
    }

    /** Another authority, where there is one, may be asked at once. */
    private static Attempts waitingFor(URI link, URI authority, Attempts a) {
        List<URI> closed = Stream.concat(a.closed().stream(), Stream.of(authority))
                .distinct()
                .toList();
        return new Attempts(
                a.failed(), a.since(), a.message(), Optional.empty(), Optional.of(link), a.staged(), closed);
    }

    private static Attempts atOnceIfFirst(Attempts a, Instant now) {
        return a.failed() > 1
                ? a
                : new Attempts(
                        a.failed(), a.since(), a.message(), Optional.of(now), a.userAction(), a.staged(), a.closed());
    }

    private OrderLedger told(Obtain tried, Event event, Duration longest, IssuanceFailure failure, Instant now) {
        Instant latest = now.plus(longest);
        return failure.retryAt()
                .map(at -> at.isAfter(latest) ? latest : at)
                .map(at -> ledger.with(new Entry(tried.authority(), tried.name(), event, false, at), now))
                .orElse(ledger);
    }

    private Aftermath counted(Obtain todo, Event event, Instant now) {
        if (todo.rehearsal()) {
            return this;
        }
        boolean replaces = todo.request().replaces().isPresent()
                && record.certificate()
                        .filter(c -> !ledger.isReplaced(todo.authority(), todo.name(), c.notBefore()))
                        .isPresent();
        boolean renewal = replaces && record.isInWindow(now);
        Entry entry = new Entry(todo.authority(), todo.name(), event, renewal, now);
        return new Aftermath(record, ledger.with(entry, now), health);
    }

    private Aftermath with(NameRecord next) {
        return new Aftermath(next, ledger, health);
    }
}
