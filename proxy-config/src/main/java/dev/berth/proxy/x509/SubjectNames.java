package dev.berth.proxy.x509;

import dev.berth.proxy.x509.CertificateProblem.Part;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** The hosts that a certificate is for, by its subject alternative names (RFC 5280 section 4.2.1.6). */
public final class SubjectNames {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private SubjectNames() {}

    /**
     * Those of type dNSName, as they are written there, in that order; none when there are none.
     *
     * @throws CertificateProblem when they cannot be read
     */
    public static List<String> dns(X509Certificate certificate) {
        return of(certificate, DNS_NAME);
    }

    /** Those of type iPAddress, in the same way; IPv6 with all eight groups. */
    public static List<String> addresses(X509Certificate certificate) {
        return of(certificate, IP_ADDRESS);
    }

    private static List<String> of(X509Certificate certificate, int type) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null
                    ? List.of()
                    : alternatives.stream()
                            .filter(name -> name.get(0).equals(type))
                            .map(name -> name.get(1).toString())
                            .toList();
        } catch (CertificateParsingException e) {
            throw new CertificateProblem(
                    Part.CERTIFICATE,
                    "the names of the certificate cannot be read: " + e.getMessage(),
                    "have it issued anew");
        }
    }
}
