package dev.berth.proxy.traefik;

import dev.berth.proxy.traefik.DynamicConfiguration.Certificate;
import dev.berth.proxy.x509.CertificateProblem;
import dev.berth.proxy.x509.Pem;
import dev.berth.proxy.x509.PrivateKeyText;
import dev.berth.proxy.x509.SubjectNames;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at certificates before Traefik does, which passes over what it cannot use with a line in its log, and of two for
 * the same names takes one.
 */
public final class CertificateCheck {
    private CertificateCheck() {}

    /** Why the pair cannot be served; empty when it can: a readable chain, leaf first, and the leaf's key. */
    public static Optional<String> fault(Certificate certificate) {
        try {
            X509Certificate leaf = leaf(certificate);
            return PrivateKeyText.read(certificate.keyFile())
                            .of(leaf.getPublicKey())
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of("the key is not that of the certificate for " + names(leaf));
        } catch (CertificateProblem e) {
            return Optional.of(e.what());
        }
    }

    /**
     * The same for all that are served together; no two may be for the same names.
     *
     * @param good of these it is known that they can be served
     */
    static Optional<String> fault(List<Certificate> certificates, Set<Certificate> good) {
        Map<Set<String>, Certificate> seen = new HashMap<>();
        for (Certificate certificate : certificates) {
            Optional<String> fault = good.contains(certificate) ? Optional.empty() : fault(certificate);
            if (fault.isPresent()) {
                return fault;
            }
            Set<String> names = names(leaf(certificate));
            if (seen.put(names, certificate) != null) {
                return Optional.of("there are two certificates for " + names);
            }
        }
        return Optional.empty();
    }

    static X509Certificate leaf(Certificate certificate) {
        return Pem.certificates(certificate.certFile()).get(0);
    }

    private static Set<String> names(X509Certificate leaf) {
        Set<String> names = new TreeSet<>(SubjectNames.dns(leaf));
        names.addAll(SubjectNames.addresses(leaf));
        return names;
    }
}
