package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
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

    /** Clocks that differ by less were not set. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    /** As far back as the limits on orders and failures look. */
    private static final Duration SHORTER = Duration.ofHours(3);

    /** What the authority counts, and what it told us. */
    public enum Event {
        ORDERED,
        ISSUED,
        FAILED_AUTHORIZATION,
        /** Nothing for that name before {@link Entry#at}. */
        TOLD_TO_WAIT,
        /** Nothing at all before {@link Entry#at}; the name is that of whoever was told. */
        ALL_TOLD_TO_WAIT,
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
        /** It is told which one is replaced, and applies no limit (RFC 9773 section 5); failed checks count all the same. */
        REPLACING,
        /** Its limits do not concern us, or the order was placed already; only what it told us itself counts. */
        FREE
    }

    /** @param why in a user's words */
    public record Wait(Instant until, String why) {}

    public OrderLedger {
        entries = List.copyOf(entries);
    }

    /** With one more entry, and without what no limit looks at any more. */
    public OrderLedger with(Entry entry, Instant now) {
        Instant horizon = now.minus(LONGEST);
        return new OrderLedger(Stream.concat(entries.stream().filter(e -> matters(e, horizon, now)), Stream.of(entry))
                .toList());
    }

    /**
     * The same by a clock that was set back: what was noted later than now was noted now, so that it holds up for one
     * window from here on, and not until that moment has come.
     */
    OrderLedger asOf(Instant now) {
        List<Entry> next = entries.stream().map(e -> asOf(e, now)).toList();
        return next.equals(entries) ? this : new OrderLedger(next);
    }

    private static Entry asOf(Entry entry, Instant now) {
        Instant latest =
                switch (entry.event()) {
                    case ORDERED, FAILED_AUTHORIZATION, ISSUED -> now;
                    case TOLD_TO_WAIT, ALL_TOLD_TO_WAIT -> now.plus(LONGEST);
                    case ALREADY_REPLACED -> entry.at();
                };
        return entry.at().isAfter(latest.plus(SLACK))
                ? new Entry(entry.directory(), entry.name(), entry.event(), entry.renewal(), latest)
                : entry;
    }

    private static boolean matters(Entry entry, Instant horizon, Instant now) {
        return switch (entry.event()) {
            case ORDERED, FAILED_AUTHORIZATION -> entry.at().isAfter(now.minus(SHORTER));
            case ISSUED, ALREADY_REPLACED -> entry.at().isAfter(horizon);
            case TOLD_TO_WAIT, ALL_TOLD_TO_WAIT -> entry.at().isAfter(now);
        };
    }

    /**
     * The first moment at which an order stays inside all limits: {@code now} when it does at once.
     *
     * @param renewal whether the authority exempts it, as it does those with {@code replaces} (RFC 9773 section 5); even
     *     then a name whose checks fail is not checked more than five times an hour
     */
    public Instant allowedAt(URI directory, HostName name, boolean renewal, Instant now) {
        Standing standing = renewal ? Standing.REPLACING : Standing.NEW;
        return delay(directory, name, standing, now).map(Wait::until).orElse(now);
    }

    /** The same with the reason; empty when it is allowed at once. Always after {@code now}. */
    public Optional<Wait> delay(URI directory, HostName name, Standing standing, Instant now) {
        return new Tally(this, now).delay(directory, name, standing, 1);
    }

    /** How many certificates came for a name in the last seven days, renewals too. */
    public long issued(URI directory, HostName name, Instant now) {
        Instant horizon = now.minus(LONGEST);
        return entries.stream()
                .filter(e -> e.event() == Event.ISSUED && of(directory, name).test(e))
                .filter(e -> e.at().isAfter(horizon))
                .count();
    }

    /** Without what authorities said that concerns all names: they are asked again. */
    OrderLedger hopeful() {
        return new OrderLedger(entries.stream()
                .filter(e -> e.event() != Event.ALL_TOLD_TO_WAIT)
                .toList());
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
}
