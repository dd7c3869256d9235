package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificates the proxy has, and which of them it was seen to show. A new one takes the place of the old one at
 * once; if the proxy goes on to show something else, the old one is put back and the new one tried again later. Safe for
 * several threads.
 */
final class Showcase {
    private static final Logger LOG = LoggerFactory.getLogger(Showcase.class);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final CertificatePublisher publisher;
    private final Handshake handshake;
    private final int httpsPort;
    private final SortedMap<HostName, Certificate> published = new TreeMap<>();
    private final SortedMap<HostName, Setback> setbacks = new TreeMap<>();

    /** A certificate that was published and not shown. */
    private record Setback(String fingerprint, String why, Instant again) {}

    /** @param httpsPort that browsers know the proxy by */
    Showcase(CertificatePublisher publisher, Handshake handshake, int httpsPort) {
        this.publisher = publisher;
        this.handshake = handshake;
        this.httpsPort = httpsPort;
    }

    /** How a host speaks TLS at the moment: its own certificate first, then that of the wildcard above it. */
    synchronized Tls tls(HostName host, List<NameRecord> records) {
        Optional<NameRecord> covering = records.stream()
                .filter(record -> published.containsKey(record.name()))
                .filter(record -> published.get(record.name()).covers(host))
                .min(Comparator.comparing((NameRecord record) -> !record.name().equals(host)));
        if (covering.isEmpty()) {
            return Tls.none();
        }
        boolean proven = covering.get().proven() || covering.get().previous().isPresent();
        return proven ? new Tls.Enforced(httpsPort) : new Tls.Served();
    }

    /**
     * Publishes what the wanted names need.
     *
     * @return the names whose certificate is new, changed or gone
     * @throws dev.berth.proxy.file.FileFailure when the file system refuses; nothing has changed then
     */
    synchronized List<HostName> publish(Set<HostName> wanted, List<NameRecord> records, Instant now) {
        SortedMap<HostName, Certificate> all = new TreeMap<>();
        for (NameRecord record : records) {
            shown(record, now)
                    .filter(certificate ->
                            wanted.stream().anyMatch(certificate::covers) || wanted.contains(record.name()))
                    .ifPresent(certificate -> all.put(record.name(), certificate));
        }
        publisher.publish(all.values());
        List<HostName> changed = new ArrayList<>();
        all.forEach((name, certificate) -> {
            if (!certificate.equals(published.get(name))) {
                changed.add(name);
            }
        });
        published.keySet().stream().filter(name -> !all.containsKey(name)).forEach(changed::add);
        published.clear();
        published.putAll(all);
        return changed;
    }

    private Optional<Certificate> shown(NameRecord record, Instant now) {
        Setback setback = setbacks.get(record.name());
        boolean held = setback != null
                && now.isBefore(setback.again())
                && record.certificate()
                        .filter(c -> c.fingerprint().equals(setback.fingerprint()))
                        .isPresent();
        return held && record.previous().isPresent() ? record.previous() : record.certificate();
    }

    /** Those that are published and wait for being seen, when it is time to look. */
    synchronized List<HostName> unproven(List<NameRecord> records, Instant now) {
        return records.stream()
                .filter(record -> !record.proven() && record.certificate().isPresent())
                .map(NameRecord::name)
                .filter(published::containsKey)
                .filter(name -> !setbacks.containsKey(name)
                        || !now.isBefore(setbacks.get(name).again()))
                .toList();
    }

    /** Whether the proxy shows the certificate at this moment. */
    boolean isShown(NameRecord record) {
        try {
            return record.certificate().orElseThrow().fingerprint().equals(handshake.fingerprint(record.name()));
        } catch (HandshakeFailure e) {
            LOG.debug("the proxy shows no certificate for {} yet: {}", record.name(), e.getMessage());
            return false;
        }
    }

    synchronized void proven(HostName name) {
        setbacks.remove(name);
    }

    /** The proxy did not show it: what was there before is put back by the next {@link #publish}. */
    synchronized void notShown(NameRecord record, Instant now) {
        String why = "the proxy does not show the new certificate of " + record.name()
                + (record.previous().isPresent() ? "; the one before serves on" : "")
                + "; it is tried again in a minute: see the proxy's log";
        LOG.warn(why);
        setbacks.put(
                record.name(), new Setback(record.certificate().orElseThrow().fingerprint(), why, now.plus(AGAIN)));
    }

    /** Why a name's certificate is not in use; empty when it is, or when there is none. */
    synchronized Optional<String> trouble(HostName name) {
        return Optional.ofNullable(setbacks.get(name)).map(Setback::why);
    }

    /** When something has to be tried again. */
    synchronized Optional<Instant> again() {
        return setbacks.values().stream().map(Setback::again).min(Comparator.naturalOrder());
    }

    synchronized Map<HostName, Certificate> published() {
        return new TreeMap<>(published);
    }
}
