package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Who opens an address names no host in the handshake, so the proxy can show one certificate only to all of them: of those
 * that are for addresses the one for most of them; of such the one with the smallest address, valid longest.
 */
final class NamelessCertificate {
    private static final Comparator<Certificate> ORDER = Comparator.comparing(NamelessCertificate::addresses)
            .reversed()
            .thenComparing(NamelessCertificate::first)
            .thenComparing(Comparator.comparing(Certificate::notAfter).reversed());

    private NamelessCertificate() {}

    /** Which of these it is; empty when none is for an address. */
    static Optional<Certificate> of(Collection<Certificate> certificates) {
        return certificates.stream()
                .filter(certificate -> addresses(certificate) > 0)
                .min(ORDER);
    }

    private static long addresses(Certificate certificate) {
        return certificate.names().stream().filter(HostName::isAddress).count();
    }

    private static HostName first(Certificate certificate) {
        return certificate.names().stream()
                .filter(HostName::isAddress)
                .findFirst()
                .orElseThrow();
    }
}
