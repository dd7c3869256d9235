package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which names are served with the certificate of another: below a wildcard, or named in one that a person brought. */
final class Coverage {
    private final Map<HostName, Cover> covers = new HashMap<>();
    /** By the name without the wildcard label. */
    private final Map<String, Cover> wildcards = new HashMap<>();

    /** @param until when the name needs one of its own */
    record Cover(HostName by, Instant until) {}

    private Coverage() {}

    static Coverage of(Collection<NameRecord> records, Set<HostName> wanted, Instant now) {
        Coverage coverage = new Coverage();
        for (NameRecord record : records) {
            if (record.isValidAt(now)) {
                Cover cover = new Cover(record.name(), until(record, wanted));
                if (now.isBefore(cover.until)) {
                    record.certificate().orElseThrow().names().forEach(name -> coverage.add(name, cover));
                }
            }
        }
        return coverage;
    }

    private void add(HostName name, Cover cover) {
        covers.merge(name, cover, Coverage::longer);
        if (name.isWildcard()) {
            wildcards.merge(name.base(), cover, Coverage::longer);
        }
    }

    private static Cover longer(Cover a, Cover b) {
        return a.until.isBefore(b.until) ? b : a;
    }

    /** One that is renewed may be relied on until it is clear that this does not work. */
    private static Instant until(NameRecord record, Set<HostName> wanted) {
        Certificate certificate = record.certificate().orElseThrow();
        if (record.isUploaded()) {
            return certificate.notAfter();
        }
        RenewalWindow window = RenewalWindow.of(certificate);
        return wanted.contains(record.name()) ? window.emergency() : window.due();
    }

    /** By the certificate of another name; the longest when there are several. */
    Optional<Cover> of(HostName name) {
        Optional<Cover> same = Optional.ofNullable(covers.get(name));
        Optional<Cover> wildcard = wildcardFor(name);
        return same.filter(cover -> !cover.by.equals(name))
                .filter(cover -> wildcard.isEmpty() || wildcard.get().until.isBefore(cover.until))
                .or(() -> wildcard);
    }

    private Optional<Cover> wildcardFor(HostName name) {
        int dot = name.text().indexOf('.');
        return name.isWildcard() || dot < 0
                ? Optional.empty()
                : Optional.ofNullable(wildcards.get(name.text().substring(dot + 1)));
    }
}
