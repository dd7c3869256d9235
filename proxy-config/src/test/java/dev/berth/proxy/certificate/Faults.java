package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** What goes wrong in a year, drawn from a seed: and the year's lifetimes, 90, then 45, then 6.7 days. */
final class Faults {
    static final Instant SHORTER = Desk.START.plus(Duration.ofDays(120));
    static final Instant SHORTEST = Desk.START.plus(Duration.ofDays(240));
    static final Instant END = Desk.START.plus(Duration.ofDays(365));
    /** The authority takes back all that it issued before, and asks for their renewal in a window that is over. */
    static final Instant REVOCATION = Desk.START.plus(Duration.ofDays(75));

    private final boolean some;
    private final Map<URI, List<Span>> away = new HashMap<>();
    private final Map<HostName, List<Span>> unreachable = new HashMap<>();
    private final List<Span> mute = new ArrayList<>();

    record Span(Instant from, Instant to) {
        boolean contains(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(to);
        }
    }

    private Faults(boolean some) {
        this.some = some;
    }

    static Faults none() {
        return new Faults(false);
    }

    static Faults of(long seed, Collection<URI> authorities, Collection<HostName> names) {
        Faults faults = new Faults(true);
        Random random = new Random(seed);
        authorities.forEach(a -> faults.away.put(a, spans(random, 25, 48, 24)));
        names.forEach(name -> faults.unreachable.put(name, spans(random, 4, 300, 40)));
        faults.mute.addAll(spans(random, 8, 400, 100));
        return faults;
    }

    /** At most so many hours long, and in the time of the short lifetimes less. */
    private static List<Span> spans(Random random, int most, int hours, int hoursOfShort) {
        List<Span> spans = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            Instant from = Desk.START.plus(Duration.ofMinutes(random.nextInt(365 * 24 * 60)));
            boolean brief = from.plus(Duration.ofHours(hours)).isAfter(SHORTEST);
            Instant to = from.plus(Duration.ofMinutes(1 + random.nextInt(60 * (brief ? hoursOfShort : hours))));
            spans.add(new Span(from, to));
        }
        return spans;
    }

    /** Where nothing goes wrong nothing is asked either, and the lifetime decides. */
    boolean hasWindows() {
        return some;
    }

    /** Whether something was wrong with the name or its authority at some moment in between. */
    boolean touched(HostName name, URI authority, Instant from, Instant to) {
        return Stream.of(unreachable.get(name), away.get(authority))
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .anyMatch(span -> span.from.isBefore(to) && span.to.isAfter(from));
    }

    boolean isAway(URI authority, Instant now) {
        return contains(away.get(authority), now);
    }

    boolean isUnreachable(HostName name, Instant now) {
        return contains(unreachable.get(name), now);
    }

    /** Every fifth name stands where the port of this kind is closed for ever. */
    boolean isClosed(ChallengeKind kind, HostName name) {
        return some && kind == ChallengeKind.HTTP_01 && name.text().hashCode() % 5 == 0;
    }

    int unreachableSpans() {
        return unreachable.values().stream().mapToInt(List::size).sum();
    }

    private static boolean contains(List<Span> spans, Instant now) {
        return spans != null && spans.stream().anyMatch(span -> span.contains(now));
    }

    boolean isBusy(Random random) {
        return some && random.nextInt(100) < 2;
    }

    boolean isReplacedElsewhere(Random random) {
        return some && random.nextInt(200) == 0;
    }

    boolean isCut(Random random) {
        return some && random.nextInt(100) < 3;
    }

    Duration lifetime(Instant now) {
        return now.isBefore(SHORTER)
                ? Duration.ofDays(90)
                : now.isBefore(SHORTEST) ? Duration.ofDays(45) : Duration.ofHours(160);
    }

    Optional<RenewalInfo> window(Certificate certificate, Instant now) {
        Instant again = now.plus(Duration.ofHours(6)).minusSeconds(now.getEpochSecond() % (6 * 3600));
        if (contains(mute, now)) {
            return Optional.of(new RenewalInfo(now, now.minusSeconds(5), Optional.empty(), again));
        }
        if (certificate.notBefore().isBefore(REVOCATION) && !now.isBefore(REVOCATION)) {
            return Optional.of(new RenewalInfo(
                    REVOCATION.minus(Duration.ofDays(2)),
                    REVOCATION.minus(Duration.ofDays(1)),
                    Optional.of(URI.create("https://first.example/incident")),
                    again));
        }
        Instant start = RenewalWindow.of(certificate).due();
        return Optional.of(
                new RenewalInfo(start, start.plus(certificate.lifetime().dividedBy(45)), Optional.empty(), again));
    }
}
