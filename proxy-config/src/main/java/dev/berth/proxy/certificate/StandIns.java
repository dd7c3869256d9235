package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * In the place of what a store cannot read: the certificates that the proxy has for these names, so that they are served
 * on. They are taken for seen, as one that the proxy does not show is taken back at once.
 */
final class StandIns {
    private StandIns() {}

    /**
     * @param published what the proxy has
     * @param issuer who counts as having issued them: that is not known, and it is not for a person to take them away
     */
    static List<NameRecord> of(Unread unread, Collection<Certificate> published, Set<HostName> wanted, URI issuer) {
        SortedMap<HostName, Certificate> best = new TreeMap<>();
        for (Certificate certificate : published) {
            Stream.concat(certificate.names().stream(), wanted.stream().filter(certificate::covers))
                    .distinct()
                    .filter(name -> unread.of(name).isPresent())
                    .forEach(name -> best.merge(name, certificate, (a, b) -> better(name, a, b)));
        }
        return best.entrySet().stream()
                .map(one -> new NameRecord(
                        one.getKey(),
                        Optional.of(one.getValue()),
                        Optional.of(issuer),
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        NameRecord.Attempts.NONE,
                        Optional.empty()))
                .toList();
    }

    private static Certificate better(HostName name, Certificate a, Certificate b) {
        return Stream.of(a, b)
                .max(Comparator.comparing((Certificate one) -> one.names().contains(name))
                        .thenComparing(Certificate::notAfter))
                .orElseThrow();
    }
}
