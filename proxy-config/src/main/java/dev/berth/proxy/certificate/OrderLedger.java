package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What was ordered, issued and failed at each authority, as far back as any limit looks. Immutable. It keeps us inside
 * the limits that Let's Encrypt publishes, which others stay above.
 *
 * @param entries in the order in which they came
 */
public record OrderLedger(List<Entry> entries) {
    public static final OrderLedger EMPTY = new OrderLedger(List.of());

    /** As far back as any limit looks. */
    static final Duration LONGEST = Duration.ofDays(7);

    /** What the authority counts, and what it told us. */
    public enum Event {
        ORDERED,
        ISSUED,
        FAILED_AUTHORIZATION,
        /** Nothing for that name before {@link Entry#at}. */
        TOLD_TO_WAIT,
        /** It takes the name's certificate for replaced already, so that no other can replace it. */
        ALREADY_REPLACED
    }

    /** @param renewal whether it replaced another with the authority's knowledge, which counts against nothing */
    public record Entry(URI directory, HostName name, Event event, boolean renewal, Instant at) {}

    /** How an authority sees an order beside those of before. */
    public enum Standing {
        /** It has issued none for that name. */
        NEW,
        /** It has issued one for exactly that name; the limit of a domain does not hold it up. */
        AGAIN,
        /** It is told which one is replaced, and applies no limit (RFC 9773 section 5). */
        REPLACING
    }

    /** @param why in a user's words */
    public record Wait(Instant until, String why) {}

    private record Limit(int most, Duration within, String why) {}

    private static final Limit PACE = new Limit(10, Duration.ofSeconds(10), "10 orders in 10 seconds are the limit");
    private static final Limit ORDERS =
            new Limit(300, Duration.ofHours(3), "300 new orders in 3 hours are the authority's limit");
    private static final Limit PER_DOMAIN =
            new Limit(50, LONGEST, "50 certificates a week are the authority's limit for ");
    private static final Limit PER_NAME =
            new Limit(5, LONGEST, "5 certificates a week for the same name are the authority's limit");
    private static final Limit FAILURES =
            new Limit(5, Duration.ofHours(1), "5 failed checks of a name in an hour are the authority's limit");

    public OrderLedger {
        entries = List.copyOf(entries);
    }

    /** With one more entry, and without what no limit looks at any more. */
    public OrderLedger with(Entry entry, Instant now) {
        Instant horizon = now.minus(LONGEST);
        return new OrderLedger(Stream.concat(entries.stream().filter(e -> matters(e, horizon, now)), Stream.of(entry))
                .toList());
    }

    private static boolean matters(Entry entry, Instant horizon, Instant now) {
        return switch (entry.event()) {
            case ORDERED -> entry.at().isAfter(now.minus(ORDERS.within()));
            case FAILED_AUTHORIZATION -> entry.at().isAfter(now.minus(FAILURES.within()));
            case ISSUED, ALREADY_REPLACED -> entry.at().isAfter(horizon);
            case TOLD_TO_WAIT -> entry.at().isAfter(now);
        };
    }

    /**
     * The first moment at which an order stays inside all limits: {@code now} when it does at once.
     *
     * @param renewal whether the authority exempts it, as it does those with {@code replaces} (RFC 9773 section 5)
     */
    public Instant allowedAt(URI directory, HostName name, boolean renewal, Instant now) {
        Standing standing = renewal ? Standing.REPLACING : Standing.NEW;
        return delay(directory, name, standing, now).map(Wait::until).orElse(now);
    }

    /** The same with the reason; empty when it is allowed at once. Always after {@code now}. */
    public Optional<Wait> delay(URI directory, HostName name, Standing standing, Instant now) {
        List<Wait> waits = new ArrayList<>();
        entries.stream()
                .filter(e ->
                        e.event() == Event.TOLD_TO_WAIT && of(directory, name).test(e))
                .filter(e -> e.at().isAfter(now))
                .forEach(e -> waits.add(new Wait(e.at(), "the authority allows none before")));
        if (standing != Standing.REPLACING) {
            Predicate<Entry> here = e -> e.directory().equals(directory) && !e.renewal();
            check(PACE, here.and(e -> e.event() == Event.ORDERED), now).ifPresent(waits::add);
            check(ORDERS, here.and(e -> e.event() == Event.ORDERED), now).ifPresent(waits::add);
            check(PER_NAME, here.and(e -> e.event() == Event.ISSUED && e.name().equals(name)), now)
                    .ifPresent(waits::add);
            check(FAILURES, of(directory, name).and(e -> e.event() == Event.FAILED_AUTHORIZATION), now)
                    .ifPresent(waits::add);
        }
        if (standing == Standing.NEW) {
            String domain = RegisteredDomain.of(name);
            Predicate<Entry> inside = e -> e.directory().equals(directory)
                    && !e.renewal()
                    && e.event() == Event.ISSUED
                    && RegisteredDomain.of(e.name()).equals(domain);
            check(PER_DOMAIN, inside, now)
                    .map(wait -> new Wait(wait.until(), wait.why() + domain))
                    .ifPresent(waits::add);
        }
        return waits.stream().max((a, b) -> a.until().compareTo(b.until()));
    }

    /** How many certificates came for a name in the last seven days, renewals too. */
    public long issued(URI directory, HostName name, Instant now) {
        Instant horizon = now.minus(LONGEST);
        return entries.stream()
                .filter(e -> e.event() == Event.ISSUED && of(directory, name).test(e))
                .filter(e -> e.at().isAfter(horizon))
                .count();
    }

    /** Whether the authority said so of the certificate that it issued at {@code notBefore}. */
    public boolean isReplaced(URI directory, HostName name, Instant notBefore) {
        return entries.stream()
                .anyMatch(e -> e.event() == Event.ALREADY_REPLACED
                        && of(directory, name).test(e)
                        && e.at().isAfter(notBefore));
    }

    private static Predicate<Entry> of(URI directory, HostName name) {
        return e -> e.name().equals(name) && e.directory().equals(directory);
    }

    /** An entry from a clock that was ahead counts as one of now: it holds up for one window, not longer. */
    private Optional<Wait> check(Limit limit, Predicate<Entry> counted, Instant now) {
        Instant from = now.minus(limit.within());
        List<Instant> inside = entries.stream()
                .filter(counted)
                .map(e -> e.at().isAfter(now) ? now : e.at())
                .filter(at -> at.isAfter(from))
                .sorted()
                .toList();
        int over = inside.size() - limit.most();
        return over < 0
                ? Optional.empty()
                : Optional.of(new Wait(inside.get(over).plus(limit.within()), limit.why()));
    }
}
