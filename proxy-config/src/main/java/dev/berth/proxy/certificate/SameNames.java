package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Of several certificates for exactly the same names a proxy can show only one: the one that is valid longest. */
final class SameNames {
    private SameNames() {}

    /** One of each set of names, in the order in which these first came. */
    static Collection<Certificate> longest(Collection<Certificate> certificates) {
        Map<List<HostName>, Certificate> unique = new LinkedHashMap<>();
        certificates.forEach(certificate -> unique.merge(
                certificate.names(), certificate, (a, b) -> a.notAfter().isBefore(b.notAfter()) ? b : a));
        return unique.values();
    }
}
