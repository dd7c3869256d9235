package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.route.HostName;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.toolbox.AcmeUtils;

/** Chains as an authority sent them: whether they hold together, and what the leaf says. */
final class IssuedCertificate {
    private static final int DNS_NAME = 2;

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

    /** @throws IssuanceFailure {@code REFUSED} when it is not what was asked for */
    static Certificate of(List<X509Certificate> chain, KeyPair key, HostName name, Instant now) {
        X509Certificate leaf = chain.get(0);
        if (!leaf.getPublicKey().equals(key.getPublic())) {
            throw wrong(name, "it belongs to another key", "tell the authority");
        }
        Certificate certificate = read(chain, key);
        if (!certificate.names().contains(name) && !certificate.covers(name)) {
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

    private static IssuanceFailure wrong(HostName name, String what, String remedy) {
        return new IssuanceFailure(
                Kind.REFUSED, "the certificate that came for " + name + " is of no use: " + what + "; " + remedy, null);
    }

    private static Certificate read(List<X509Certificate> chain, KeyPair key) {
        X509Certificate leaf = chain.get(0);
        try {
            return new Certificate(
                    names(leaf),
                    leaf.getNotBefore().toInstant(),
                    leaf.getNotAfter().toInstant(),
                    issuer(leaf),
                    ariId(leaf),
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded())),
                    Pem.of(chain),
                    CertificateKey.pem(key.getPrivate()));
        } catch (GeneralSecurityException e) {
            throw new IssuanceFailure(
                    Kind.REFUSED, "the certificate that came is not understood: " + e.getMessage(), e);
        }
    }

    private static List<HostName> names(X509Certificate leaf) throws CertificateParsingException {
        Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
        List<HostName> names = new ArrayList<>();
        for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
            if (alternative.get(0).equals(DNS_NAME)) {
                hostName((String) alternative.get(1)).ifPresent(names::add);
            }
        }
        return names;
    }

    private static Optional<HostName> hostName(String text) {
        try {
            return Optional.of(HostName.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Organisation and common name. */
    private static String issuer(X509Certificate leaf) {
        X500Name name = X500Name.getInstance(leaf.getIssuerX500Principal().getEncoded());
        return Stream.of(BCStyle.O, BCStyle.CN)
                .flatMap(part -> Stream.of(name.getRDNs(part)).limit(1))
                .map(part -> IETFUtils.valueToString(part.getFirst().getValue()))
                .distinct()
                .reduce((organisation, common) -> organisation + ", " + common)
                .orElse(name.toString());
    }

    private static String ariId(X509Certificate leaf) {
        try {
            return AcmeUtils.getRenewalUniqueIdentifier(leaf);
        } catch (AcmeProtocolException e) {
            return "";
        }
    }
}
