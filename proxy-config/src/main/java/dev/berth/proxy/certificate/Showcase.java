package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificates the proxy has, and which of them it was seen to show. A new one takes the place of the old one at
 * once; if the proxy goes on to show something else, the old one is put back and the new one tried again later. Safe for
 * several threads; {@link #publish} is for one at a time, and holds up nobody who asks for anything else.
 */
final class Showcase {
    private static final Logger LOG = LoggerFactory.getLogger(Showcase.class);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    /** How long a file that somebody changed may go unnoticed. */
    private static final Duration LOOK = Duration.ofSeconds(30);
    /** So long before its end a certificate gives way: a proxy takes a while to read, and visitors' clocks run ahead. */
    private static final Duration LAST_MINUTE = Duration.ofMinutes(1);

    private final KeeperParts parts;
    private final Map<HostName, Setback> setbacks = new ConcurrentHashMap<>();
    private volatile SortedMap<HostName, Certificate> published = new TreeMap<>();
    private volatile Map<HostName, Fault> faults = Map.of();
    private Optional<Duration> looked = Optional.empty();

    /**
     * A certificate that was published and not shown.
     *
     * @param again by the clock's elapsed time
     */
    private record Setback(Certificate certificate, String why, Duration again) {}

    /** What was found when a certificate was looked at before it is published. */
    private record Fault(Certificate certificate, Optional<String> why) {}

    Showcase(KeeperParts parts) {
        this.parts = parts;
    }

    /**
     * How a host speaks TLS at the moment, by the certificate that the proxy takes for it: the most exact one. Of several for
     * exactly that host it takes any, so that one of them that was seen is enough.
     */
    Tls tls(HostName host, List<NameRecord> records) {
        SortedMap<HostName, Certificate> all = published;
        List<NameRecord> fitting = records.stream()
                .filter(record -> all.containsKey(record.name()))
                .filter(record -> all.get(record.name()).covers(host))
                .filter(record -> !host.isAddress() || isShownToNameless(all.get(record.name()), all.values()))
                .toList();
        List<NameRecord> exact = fitting.stream()
                .filter(record -> all.get(record.name()).names().contains(host))
                .toList();
        Optional<NameRecord> covering = fitting.stream()
                .min(Comparator.comparing((NameRecord record) -> !record.name().equals(host))
                        .thenComparing(record -> !exact.contains(record)));
        if (covering.isEmpty()) {
            return Tls.none();
        }
        boolean seen = wasSeen(covering.get()) || exact.stream().anyMatch(Showcase::wasSeen);
        return seen ? new Tls.Enforced(parts.httpsPort()) : new Tls.Served();
    }

    private static boolean isShownToNameless(Certificate certificate, Collection<Certificate> all) {
        return NamelessCertificate.of(all).filter(certificate::equals).isPresent();
    }

    private static boolean wasSeen(NameRecord record) {
        return record.proven() || record.previous().isPresent();
    }

    /**
     * What the proxy was seen to show is taken for published, though {@link #publish} failed or nothing may be published:
     * it still serves what it has.
     *
     * @return the names whose certificates are taken for new, changed or gone
     */
    Set<HostName> suppose(Set<HostName> wanted, List<NameRecord> records) {
        SortedMap<HostName, Certificate> before = published;
        published = choice(wanted, records.stream().filter(Showcase::wasSeen).toList());
        return changed(before, published);
    }

    /**
     * Publishes what the wanted names need.
     *
     * @return the names of the certificates that are new, changed or gone
     * @throws dev.berth.proxy.file.FileFailure when the file system refuses; nothing has changed then
     */
    Set<HostName> publish(Set<HostName> wanted, List<NameRecord> records) {
        SortedMap<HostName, Certificate> before = published;
        SortedMap<HostName, Certificate> all = choice(wanted, records);
        Duration now = parts.clock().elapsed();
        boolean isRecent = looked.filter(at -> now.compareTo(at.plus(LOOK)) < 0).isPresent();
        if (isRecent && all.equals(before)) {
            return Set.of();
        }
        parts.publisher().publish(all.values());
        looked = Optional.of(now);
        published = all;
        setbacks.keySet().retainAll(records.stream().map(NameRecord::name).toList());
        return changed(before, all);
    }

    private static Set<HostName> changed(
            SortedMap<HostName, Certificate> before, SortedMap<HostName, Certificate> all) {
        Set<HostName> names = new TreeSet<>(before.keySet());
        names.addAll(all.keySet());
        names.removeIf(name -> Optional.ofNullable(all.get(name)).equals(Optional.ofNullable(before.get(name))));
        Set<HostName> changed = new TreeSet<>(names);
        for (HostName name : names) {
            Optional.ofNullable(before.get(name)).ifPresent(old -> changed.addAll(old.names()));
            Optional.ofNullable(all.get(name)).ifPresent(now -> changed.addAll(now.names()));
        }
        return changed;
    }

    /**
     * Of each name at most one: that can be served, that somebody wants, and none in its last minute, or expired, in the way
     * of one that is valid for longer.
     */
    private SortedMap<HostName, Certificate> choice(Set<HostName> wanted, List<NameRecord> records) {
        Instant now = parts.clock().now();
        SortedMap<HostName, Certificate> all = new TreeMap<>();
        Map<HostName, Fault> looks = new HashMap<>();
        for (NameRecord record : records) {
            record.certificate()
                    .map(certificate -> looked(record.name(), certificate))
                    .ifPresent(look -> looks.put(record.name(), look));
            shown(record, looks.get(record.name()), now)
                    .filter(certificate ->
                            wanted.contains(record.name()) || wanted.stream().anyMatch(certificate::covers))
                    .ifPresent(certificate -> all.put(record.name(), certificate));
        }
        faults = looks;
        List<Certificate> valid = all.values().stream()
                .filter(certificate -> now.isBefore(certificate.notAfter()))
                .toList();
        all.values()
                .removeIf(certificate -> !now.isBefore(lastMinute(certificate))
                        && wanted.stream().filter(certificate::covers).allMatch(host -> valid.stream()
                                .filter(other -> other.notAfter().isAfter(certificate.notAfter()))
                                .anyMatch(other -> other.covers(host))));
        return all;
    }

    private static Instant lastMinute(Certificate certificate) {
        return certificate.notAfter().minus(LAST_MINUTE);
    }

    /** How long until the next certificate may have to give way to another; empty when none that is published will. */
    Optional<Duration> untilNextEnd() {
        Instant now = parts.clock().now();
        return published.values().stream()
                .map(Showcase::lastMinute)
                .filter(now::isBefore)
                .min(Comparator.naturalOrder())
                .map(moment -> Duration.between(now, moment));
    }

    private Fault looked(HostName name, Certificate certificate) {
        Fault known = faults.get(name);
        return known != null && known.certificate.equals(certificate)
                ? known
                : new Fault(certificate, parts.publisher().fault(certificate));
    }

    private Optional<Certificate> shown(NameRecord record, Fault look, Instant now) {
        boolean unfit = look == null || look.why.isPresent();
        Optional<Certificate> fit = unfit ? Optional.empty() : record.certificate();
        Optional<Certificate> previous = record.previous().filter(old -> now.isBefore(old.notAfter()));
        return unfit || isHeldBack(record) ? previous.or(() -> fit) : fit;
    }

    private boolean isHeldBack(NameRecord record) {
        Setback setback = setbacks.get(record.name());
        return setback != null
                && record.certificate().filter(setback.certificate::equals).isPresent()
                && parts.clock().elapsed().compareTo(setback.again) < 0;
    }

    /** Those that are published and wait for being seen, when it is time to look; those that waited longest first. */
    List<HostName> unproven(List<NameRecord> records) {
        return records.stream()
                .filter(record -> waits(record) && !isHeldBack(record))
                .map(NameRecord::name)
                .sorted(Comparator.comparing(name -> Optional.ofNullable(setbacks.get(name))
                        .map(Setback::again)
                        .orElse(Duration.ZERO)))
                .toList();
    }

    /** Whether the newest certificate is published and was not seen yet. */
    boolean waits(NameRecord record) {
        return !record.proven() && record.certificate().isPresent() && isPublished(record);
    }

    private boolean isPublished(NameRecord record) {
        return record.certificate().equals(Optional.ofNullable(published.get(record.name())));
    }

    /**
     * What the proxy does instead of showing the certificate at this moment; empty when it does show it, or the one that is
     * published in its place, see {@link SameNames}: then it is not its turn, now or later.
     */
    Optional<String> instead(NameRecord record) {
        Certificate newest = record.certificate().orElseThrow();
        SortedMap<HostName, Certificate> all = published;
        Certificate wanted = SameNames.longest(all.values()).stream()
                .filter(other -> other.names().equals(newest.names()))
                .findFirst()
                .orElse(newest);
        try {
            String seen = parts.handshake().fingerprint(record.name());
            return seen.equals(wanted.fingerprint()) ? Optional.empty() : Optional.of("it shows " + whose(seen, all));
        } catch (HandshakeFailure e) {
            return Optional.of(e.getMessage());
        }
    }

    private static String whose(String seen, SortedMap<HostName, Certificate> all) {
        return all.entrySet().stream()
                .filter(one -> one.getValue().fingerprint().equals(seen))
                .findFirst()
                .map(one -> "the one of " + one.getKey() + ", which is for "
                        + one.getValue().names())
                .orElse("another one");
    }

    void proven(HostName name) {
        setbacks.remove(name);
    }

    /** The proxy did not show it: what was there before is put back by the next {@link #publish}. */
    void notShown(NameRecord record, String instead) {
        String why = "the proxy does not show the new certificate of " + record.name()
                + (record.previous().isPresent() ? "; the one before serves on" : "")
                + "; it is tried again every minute: " + instead;
        Setback setback = new Setback(
                record.certificate().orElseThrow(), why, parts.clock().elapsed().plus(AGAIN));
        Setback before = setbacks.put(record.name(), setback);
        if (before == null || !before.certificate.equals(setback.certificate)) {
            LOG.warn(why);
        }
    }

    /** Why a name's newest certificate is not in use; empty when it is, or when there is none. */
    Optional<String> trouble(NameRecord record) {
        Optional<String> fault = Optional.ofNullable(faults.get(record.name())).flatMap(Fault::why);
        return fault.map(why -> "the certificate cannot be served: " + why).or(() -> Optional.ofNullable(
                        setbacks.get(record.name()))
                .filter(setback ->
                        record.certificate().filter(setback.certificate::equals).isPresent())
                .map(Setback::why));
    }

    /** How long until something has to be tried again; what is due already is being tried. */
    Optional<Duration> untilAgain() {
        Duration now = parts.clock().elapsed();
        return setbacks.values().stream()
                .map(setback -> setback.again.minus(now))
                .filter(left -> !left.isNegative() && !left.isZero())
                .min(Comparator.naturalOrder());
    }
}
