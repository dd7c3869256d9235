package dev.berth.proxy.certificate;

import dev.berth.proxy.traefik.CertificateCheck;
import dev.berth.proxy.traefik.DynamicConfiguration;
import dev.berth.proxy.traefik.TraefikDirectory;
import dev.berth.proxy.x509.CertificateProblem;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Certificates as a file that Traefik watches. Of several for the same names the one that is valid longest is served. */
public final class TraefikCertificates implements CertificatePublisher {
    private final TraefikDirectory directory;

    public TraefikCertificates(TraefikDirectory directory) {
        this.directory = directory;
    }

    @Override
    public void publish(Collection<Certificate> certificates) {
        Collection<Certificate> all = SameNames.longest(certificates);
        directory.publish(
                all.stream().map(TraefikCertificates::served).toList(),
                NamelessCertificate.of(all).map(TraefikCertificates::served));
    }

    @Override
    public List<Certificate> published() {
        return directory.certificates().stream()
                .flatMap(served -> certificate(served).stream())
                .toList();
    }

    /** Empty for what no Berth has published. */
    private static Optional<Certificate> certificate(DynamicConfiguration.Certificate served) {
        try {
            return Optional.of(CertificateText.read(served.certFile(), served.keyFile()));
        } catch (CertificateProblem e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> fault(Certificate certificate) {
        return CertificateCheck.fault(served(certificate));
    }

    private static DynamicConfiguration.Certificate served(Certificate certificate) {
        return new DynamicConfiguration.Certificate(certificate.chainPem(), certificate.keyPem());
    }
}
