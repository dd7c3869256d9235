package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import dev.berth.proxy.traefik.CertificateCheck;
import dev.berth.proxy.traefik.DynamicConfiguration;
import dev.berth.proxy.traefik.TraefikDirectory;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates as a file that Traefik watches. Of several for the same names the one that is valid longest is served; one
 * that cannot be served is left out, and keeps no other from being served.
 */
public final class TraefikCertificates implements CertificatePublisher {
    private static final Logger LOG = LoggerFactory.getLogger(TraefikCertificates.class);

    private final TraefikDirectory directory;
    /** Of those that are published: looking takes a signature, saying so is enough once. */
    private final Map<Certificate, Optional<String>> faults = new HashMap<>();

    public TraefikCertificates(TraefikDirectory directory) {
        this.directory = directory;
    }

    @Override
    public synchronized void publish(Collection<Certificate> certificates) {
        faults.keySet().retainAll(certificates);
        Map<List<HostName>, Certificate> unique = new LinkedHashMap<>();
        certificates.stream()
                .filter(certificate ->
                        faults.computeIfAbsent(certificate, this::fault).isEmpty())
                .forEach(certificate -> unique.merge(
                        certificate.names(), certificate, (a, b) -> a.notAfter().isBefore(b.notAfter()) ? b : a));
        directory.publish(
                unique.values().stream().map(TraefikCertificates::entry).toList());
    }

    private Optional<String> fault(Certificate certificate) {
        Optional<String> fault = CertificateCheck.fault(entry(certificate));
        fault.ifPresent(why -> LOG.warn("{} is not served: {}", certificate, why));
        return fault;
    }

    private static DynamicConfiguration.Certificate entry(Certificate certificate) {
        return new DynamicConfiguration.Certificate(certificate.chainPem(), certificate.keyPem());
    }
}
