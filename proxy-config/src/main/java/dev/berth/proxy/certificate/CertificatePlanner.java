package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.CertificatePlan.AskRenewal;
import dev.berth.proxy.certificate.CertificatePlan.Forget;
import dev.berth.proxy.certificate.CertificatePlan.Obtain;
import dev.berth.proxy.certificate.CertificatePlan.Outlook;
import dev.berth.proxy.certificate.CertificatePlan.State;
import dev.berth.proxy.certificate.CertificatePlan.Todo;
import dev.berth.proxy.certificate.NameRecord.Attempts;
import dev.berth.proxy.certificate.OrderLedger.Wait;
import dev.berth.proxy.certificate.RenewalWindow.Reason;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.PublicName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Decides what is to be done about certificates now. Looks at no clock, asks nobody, draws nothing. */
public final class CertificatePlanner {
    /** An authority that made us renew so often in a week is not listened to; the lifetime decides. */
    private static final int TOO_OFTEN = 4;
    /** What is noted further ahead was noted by a clock that ran ahead. */
    private static final Duration LONGEST_ASK = Duration.ofDays(1);

    private static final Duration LONGEST_STEP = RetryLadder.LAST.plus(RetryLadder.LAST.dividedBy(10));
    /** So many names that nobody wants are kept because an authority waits for a person, which may last for ever. */
    private static final int MOST_WAITING = 100;

    private static final Duration QUIET = Duration.ofDays(1);

    private final Set<HostName> wanted;
    private final SortedMap<HostName, NameRecord> records = new TreeMap<>();
    private final Unread unread;
    private final Set<HostName> underWay;
    private final OrderLedger ledger;
    private final AuthorityHealth health;
    private final CertificatePolicy policy;
    private final Instant now;
    private final Coverage coverage;
    private final AddressTurn addresses;
    private final Map<HostName, RenewalWindow> windows = new HashMap<>();
    private final List<NameRecord> due = new ArrayList<>();
    private final List<Todo> obtain = new ArrayList<>();
    private final List<Todo> beside = new ArrayList<>();
    private final SortedMap<HostName, Outlook> outlook = new TreeMap<>();
    private Instant lookAgainAt;

    private CertificatePlanner(
            Set<HostName> wanted,
            List<NameRecord> records,
            Unread unread,
            Set<HostName> underWay,
            OrderLedger ledger,
            AuthorityHealth health,
            CertificatePolicy policy,
            Instant now) {
        this.wanted = new TreeSet<>(wanted);
        records.forEach(record -> this.records.put(record.name(), record));
        this.unread = unread;
        this.underWay = Set.copyOf(underWay);
        this.ledger = ledger;
        this.health = health;
        this.policy = policy;
        this.now = now;
        this.coverage = Coverage.of(records, this.wanted, now);
        this.addresses =
                AddressTurn.of(this.wanted, records, host -> unobtainable(host).isEmpty(), now);
        this.lookAgainAt = now.plus(QUIET);
    }

    /**
     * @param wanted the names that are to be served
     * @param records what is known of names, wanted or not
     */
    public static CertificatePlan plan(
            Set<HostName> wanted,
            List<NameRecord> records,
            OrderLedger ledger,
            AuthorityHealth health,
            CertificatePolicy policy,
            Instant now) {
        return plan(wanted, records, Unread.NOTHING, Set.of(), ledger, health, policy, now);
    }

    /**
     * The same while something is being done, or something cannot be read.
     *
     * @param unread nothing is done for the names in it, and nothing is ordered without the ledger
     * @param underWay names that an earlier plan's {@link Obtain} is being carried out for; they get nothing else to do
     */
    public static CertificatePlan plan(
            Set<HostName> wanted,
            List<NameRecord> records,
            Unread unread,
            Set<HostName> underWay,
            OrderLedger ledger,
            AuthorityHealth health,
            CertificatePolicy policy,
            Instant now) {
        return new CertificatePlanner(wanted, records, unread, underWay, ledger, health, policy, now).plan();
    }

    private CertificatePlan plan() {
        wanted.forEach(name -> look(Optional.ofNullable(records.get(name)).orElseGet(() -> NameRecord.of(name))));
        List<NameRecord> unwanted = records.values().stream()
                .filter(record -> !wanted.contains(record.name()) && !underWay.contains(record.name()))
                .toList();
        Set<HostName> waiting = waiting(unwanted);
        unwanted.forEach(record -> keep(record, waiting.contains(record.name())));
        obtain();
        List<Todo> todo = new ArrayList<>(obtain);
        todo.addAll(beside);
        return new CertificatePlan(todo, outlook, lookAgainAt);
    }

    private void look(NameRecord record) {
        boolean valid = record.isValidAt(now);
        Optional<FileFailure> unknown = unread.of(record.name());
        if (unknown.isPresent()) {
            State state = valid ? State.VALID : State.FAILING;
            String why = "what is kept of it cannot be read, and is read again soon: "
                    + unknown.get().getMessage();
            outlook.put(record.name(), new Outlook(state, why, Optional.empty(), Optional.empty(), Optional.empty()));
            return;
        }
        Optional<String> displaced = valid ? addresses.refusal(record.name()) : Optional.empty();
        if (displaced.isPresent()) {
            later(end(record));
            put(record, State.NOT_POSSIBLE, displaced.get());
            return;
        }
        if (valid && record.isUploaded()) {
            later(end(record));
            put(record, State.UPLOADED, "a person brought it; Berth gets one of its own when it has expired");
            return;
        }
        Optional<RenewalWindow> window = valid ? Optional.of(window(record)) : Optional.empty();
        if (valid && now.isBefore(window.get().due()) && !underWay.contains(record.name())) {
            later(window.get().due());
            put(record, State.VALID, "renewed when " + window.get().reason().text());
            ask(record);
            return;
        }
        Optional<Coverage.Cover> cover = coverage.of(record.name());
        Optional<String> impossible = impossible(record.name());
        if (cover.isPresent()) {
            later(cover.get().until());
            put(
                    record,
                    State.COVERED,
                    "served with the certificate of " + cover.get().by());
        } else if (impossible.isPresent()) {
            if (valid) {
                later(end(record));
            }
            State state = valid ? State.VALID : State.NOT_POSSIBLE;
            outlook.put(
                    record.name(),
                    new Outlook(state, impossible.get(), Optional.empty(), Optional.empty(), Optional.empty()));
        } else if (record.attempts().open(policy.issuers()).isEmpty()) {
            put(record, State.USER_ACTION, cause(record));
        } else {
            due.add(record);
        }
    }

    private Optional<String> impossible(HostName name) {
        return unobtainable(name).or(() -> addresses.refusal(name));
    }

    private Optional<String> unobtainable(HostName name) {
        Optional<String> refusal = policy.publicly() ? PublicName.refusal(name) : Optional.empty();
        if (refusal.isPresent()) {
            return refusal;
        }
        if (policy.challengesFor(name).isEmpty()) {
            return Optional.of(
                    name.isWildcard()
                            ? "a wildcard is proven by DNS only; say who takes our records (--dns-provider)"
                            : "none of the challenges by which an authority sees that the name is ours can be answered here");
        }
        return Optional.empty();
    }

    private RenewalWindow window(NameRecord record) {
        RenewalWindow known = windows.get(record.name());
        if (known != null) {
            return known;
        }
        RenewalWindow window = windowOf(record);
        windows.put(record.name(), window);
        return window;
    }

    private RenewalWindow windowOf(NameRecord record) {
        Certificate certificate = record.certificate().orElseThrow();
        RenewalWindow window = RenewalWindow.of(certificate, record.renewal());
        boolean tooOften = window.reason() == Reason.AUTHORITY
                && !window.due().isAfter(now)
                && record.origin()
                        .filter(from -> ledger.issued(from, record.name(), now) >= TOO_OFTEN)
                        .isPresent();
        return tooOften ? RenewalWindow.of(certificate) : window;
    }

    private void ask(NameRecord record) {
        Optional<URI> origin = record.origin().filter(policy.issuers()::contains);
        if (origin.isEmpty() || record.certificate().orElseThrow().ariId().isEmpty()) {
            return;
        }
        Instant at = record.renewal()
                .map(renewal -> renewal.info().askAgainAt())
                .filter(again -> !again.isAfter(now.plus(LONGEST_ASK)))
                .orElse(now);
        Instant well =
                health.of(origin.get()).map(AuthorityHealth.Trouble::until).orElse(now);
        Instant next = at.isAfter(well) ? at : well;
        if (next.isAfter(now)) {
            later(next);
        } else {
            beside.add(new AskRenewal(record.name()));
        }
    }

    /** Those that came to it last. */
    private static Set<HostName> waiting(List<NameRecord> unwanted) {
        return unwanted.stream()
                .filter(record -> record.attempts().userAction().isPresent())
                .sorted(Comparator.comparing(
                                (NameRecord record) -> record.attempts().since().orElse(Instant.MIN))
                        .reversed())
                .limit(MOST_WAITING)
                .map(NameRecord::name)
                .collect(Collectors.toSet());
    }

    private void keep(NameRecord record, boolean waits) {
        if (unread.of(record.name()).isPresent()) {
            put(record, State.KEPT, "nobody wants the name at the moment; what is kept of it cannot be read");
            return;
        }
        if (record.isValidAt(now)) {
            later(end(record));
            put(record, State.KEPT, "nobody wants the name at the moment; kept until it expires");
            return;
        }
        Optional<Instant> busy =
                record.attempts().nextAt().filter(at -> at.isAfter(now) && !at.isAfter(now.plus(LONGEST_STEP)));
        if (busy.isPresent()) {
            later(busy.get());
            put(record, State.KEPT, "nobody wants the name at the moment; it failed a while ago");
        } else if (waits) {
            put(record, State.KEPT, "nobody wants the name at the moment; an authority waits for a person");
        } else {
            beside.add(new Forget(record.name()));
        }
    }

    /** Those without a valid certificate first, the least tried of them before the others; then what expires first. */
    private void obtain() {
        if (due.isEmpty()) {
            return;
        }
        if (unread.ledger().isPresent()) {
            String why = "; it waits until the ledger of orders can be read: "
                    + unread.ledger().get().getMessage();
            due.forEach(record -> put(record, trying(record), cause(record) + why));
            return;
        }
        IssuerChoice choice = new IssuerChoice(ledger, health, policy, now);
        underWay.forEach(choice::isUnderWay);
        records.values().stream()
                .filter(record -> !underWay.contains(record.name()))
                .forEach(choice::isPlaced);
        due.sort(Comparator.comparing((NameRecord record) -> record.isValidAt(now))
                .thenComparing(record -> record.isValidAt(now) ? end(record) : now)
                .thenComparing(record -> record.attempts().failed())
                .thenComparing(NameRecord::name));
        due.forEach(record -> obtain(record, choice));
    }

    private void obtain(NameRecord record, IssuerChoice choice) {
        String cause = cause(record);
        Attempts attempts = record.attempts();
        if (underWay.contains(record.name())) {
            put(record, trying(record), "being obtained: " + cause, Optional.empty());
            return;
        }
        Optional<Instant> next = attempts.nextAt().filter(at -> at.isAfter(now) && !at.isAfter(now.plus(LONGEST_STEP)));
        if (next.isPresent()) {
            later(next.get());
            put(record, trying(record), cause, next);
            return;
        }
        IssuerChoice.Turn turn = choice.next(record);
        if (turn.isOpen()) {
            CertificateRequest request = new CertificateRequest(
                    record.name(),
                    policy.key(),
                    policy.challengesFor(record.name()),
                    turn.replaces(),
                    policy.profile(),
                    turn.pending());
            obtain.add(new Obtain(turn.authority(), turn.rehearsal(), request, cause));
            put(record, trying(record), cause, Optional.of(now));
        } else {
            Wait wait = turn.delay().orElseThrow();
            later(wait.until());
            put(record, trying(record), cause + "; it waits: " + wait.why(), Optional.of(wait.until()));
        }
    }

    private State trying(NameRecord record) {
        boolean failing = record.attempts().failed() > 0;
        if (record.isValidAt(now)) {
            return failing ? State.FAILING : State.VALID;
        }
        if (record.certificate().isPresent()) {
            return State.EXPIRED;
        }
        return failing ? State.FAILING : State.PENDING;
    }

    private String cause(NameRecord record) {
        if (record.certificate().isEmpty()) {
            return "there is no certificate yet";
        }
        if (!record.isValidAt(now)) {
            return "the last one has expired";
        }
        RenewalWindow window = window(record);
        return now.isBefore(window.emergency()) ? window.reason().text() : Reason.A_TWENTIETH.text();
    }

    private static Instant end(NameRecord record) {
        return record.certificate().orElseThrow().notAfter();
    }

    private void later(Instant moment) {
        if (moment.isBefore(lookAgainAt)) {
            lookAgainAt = moment;
        }
    }

    private void put(NameRecord record, State state, String why) {
        put(record, state, why, Optional.empty());
    }

    private void put(NameRecord record, State state, String why, Optional<Instant> nextAttempt) {
        boolean renews = record.isValidAt(now)
                && !record.isUploaded()
                && (state == State.VALID || state == State.FAILING || state == State.USER_ACTION);
        Optional<URI> link = record.attempts().userAction().or(() -> record.renewal()
                .flatMap(renewal -> renewal.info().explanation()));
        outlook.put(
                record.name(),
                new Outlook(
                        state, why, renews ? Optional.of(window(record).due()) : Optional.empty(), nextAttempt, link));
    }
}
