package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificateText;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.x509.CertificateProblem;
import dev.berth.proxy.x509.Pem;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Chains as an authority sent them: whether they hold together, and whether they are what was asked for. */
final class IssuedCertificate {
    private IssuedCertificate() {}

    /** Whether each certificate is signed by the next one. */
    static boolean holds(List<X509Certificate> chain) {
        try {
            for (int i = 0; i + 1 < chain.size(); i++) {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            }
            return !chain.isEmpty();
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** @throws IssuanceFailure {@code USELESS} when it is not what was asked for */
    static Certificate of(List<X509Certificate> chain, KeyPair key, HostName name, Instant now) {
        Certificate certificate = read(chain, key, name);
        if (!certificate.covers(name)) {
            throw wrong(name, "it is for " + certificate.names(), "tell the authority");
        }
        if (certificate.notAfter().isBefore(now)) {
            throw wrong(
                    name,
                    "it expired on " + certificate.notAfter() + ", and this machine's clock says " + now,
                    "set the clock right");
        }
        return certificate;
    }

    private static Certificate read(List<X509Certificate> chain, KeyPair key, HostName name) {
        try {
            return CertificateText.read(Pem.text(chain), Pem.text(key.getPrivate()));
        } catch (CertificateProblem e) {
            throw wrong(name, e.what(), "tell the authority");
        }
    }

    private static IssuanceFailure wrong(HostName name, String what, String remedy) {
        return new IssuanceFailure(
                Kind.USELESS, "the certificate that came for " + name + " is of no use: " + what + "; " + remedy, null);
    }
}
