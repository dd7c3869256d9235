package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.OrderLedger.Entry;
import dev.berth.proxy.certificate.OrderLedger.Event;
import dev.berth.proxy.certificate.OrderLedger.Standing;
import dev.berth.proxy.certificate.OrderLedger.Wait;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A ledger at one moment, counted by what each limit looks at; more can be counted in advance. */
final class Tally {
    private final Instant now;
    private final Map<Key, List<Instant>> counted = new HashMap<>();

    private enum Limit {
        PACE(10, Duration.ofSeconds(10), "10 orders in 10 seconds are the limit"),
        ORDERS(300, Duration.ofHours(3), "300 new orders in 3 hours are the authority's limit"),
        PER_NAME(5, OrderLedger.LONGEST, "5 certificates a week for the same name are the authority's limit"),
        PER_DOMAIN(50, OrderLedger.LONGEST, "50 certificates a week are the authority's limit for "),
        FAILURES(5, Duration.ofHours(1), "5 failed checks of a name in an hour are the authority's limit"),
        TOLD(1, Duration.ZERO, "the authority allows none before");

        private final int most;
        private final Duration within;
        private final String why;

        Limit(int most, Duration within, String why) {
            this.most = most;
            this.within = within;
            this.why = why;
        }
    }

    private record Key(Limit limit, String directory, String subject) {}

    Tally(OrderLedger ledger, Instant now) {
        this.now = now;
        ledger.entries().stream()
                .sorted(Comparator.comparing(Entry::at))
                .forEach(entry -> count(entry.directory(), entry.name(), entry.event(), entry.renewal(), entry.at()));
    }

    /** What an authority exempts counts against nothing. */
    void count(URI directory, HostName name, Event event, boolean renewal, Instant at) {
        // From a clock that was ahead: it holds up for one window, not longer.
        Instant moment = at.isAfter(now) ? now : at;
        switch (event) {
            case ORDERED -> {
                if (!renewal) {
                    add(Limit.PACE, directory, "", moment);
                    add(Limit.ORDERS, directory, "", moment);
                }
            }
            case ISSUED -> {
                if (!renewal) {
                    add(Limit.PER_NAME, directory, name.text(), moment);
                    add(Limit.PER_DOMAIN, directory, RegisteredDomain.of(name), moment);
                }
            }
            case FAILED_AUTHORIZATION -> add(Limit.FAILURES, directory, name.text(), moment);
            case TOLD_TO_WAIT -> add(Limit.TOLD, directory, name.text(), at);
            case ALL_TOLD_TO_WAIT -> add(Limit.TOLD, directory, "", at);
            case ALREADY_REPLACED -> {}
        }
    }

    private void add(Limit limit, URI directory, String subject, Instant at) {
        counted.computeIfAbsent(new Key(limit, directory.toString(), subject), key -> new ArrayList<>())
                .add(at);
    }

    /**
     * When an order would stay inside all limits, and which holds it up longest; empty when none does.
     *
     * @param checks how often the authority may look at the name for it, each of which may fail
     */
    Optional<Wait> delay(URI directory, HostName name, Standing standing, int checks) {
        List<Optional<Wait>> waits = new ArrayList<>();
        waits.add(check(Limit.TOLD, directory, name.text()));
        waits.add(check(Limit.TOLD, directory, ""));
        if (standing != Standing.FREE) {
            waits.add(check(Limit.FAILURES, directory, name.text(), checks));
        }
        if (standing == Standing.NEW || standing == Standing.AGAIN) {
            waits.add(check(Limit.PACE, directory, ""));
            waits.add(check(Limit.ORDERS, directory, ""));
            waits.add(check(Limit.PER_NAME, directory, name.text()));
        }
        if (standing == Standing.NEW) {
            String domain = RegisteredDomain.of(name);
            waits.add(check(Limit.PER_DOMAIN, directory, domain)
                    .map(wait -> new Wait(wait.until(), wait.why() + domain)));
        }
        return waits.stream().flatMap(Optional::stream).max(Comparator.comparing(Wait::until));
    }

    private Optional<Wait> check(Limit limit, URI directory, String subject) {
        return check(limit, directory, subject, 1);
    }

    private Optional<Wait> check(Limit limit, URI directory, String subject, int more) {
        List<Instant> times = counted.getOrDefault(new Key(limit, directory.toString(), subject), List.of());
        int full = Math.max(1, limit.most + 1 - more);
        if (times.size() < full) {
            return Optional.empty();
        }
        Instant free = times.get(times.size() - full).plus(limit.within);
        return free.isAfter(now) ? Optional.of(new Wait(free, limit.why)) : Optional.empty();
    }
}
