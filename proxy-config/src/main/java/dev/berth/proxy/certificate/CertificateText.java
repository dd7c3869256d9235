package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Reads chains and keys from PEM (RFC 7468), and checks them. */
public final class CertificateText {
    private static final int DNS_NAME = 2;
    /** By as much may our clock be behind. */
    private static final Duration SKEW = Duration.ofDays(1);

    private CertificateText() {}

    /**
     * Reads a certificate with its chain and its key, and checks that they belong together.
     *
     * @param chainPem in any order; left out is a root that signs itself, and what signed none of the others
     * @param keyPem EC or RSA, as PKCS #8, SEC 1 or PKCS #1, not encrypted
     * @return leaf first, each signed by the next, the key in PKCS #8
     * @throws CertificateProblem when they are of no use, dates apart
     */
    public static Certificate read(String chainPem, String keyPem) {
        return read(Pem.certificates(chainPem), keyPem);
    }

    private static Certificate read(List<X509Certificate> present, String keyPem) {
        PrivateKeyText key = PrivateKeyText.read(keyPem);
        X509Certificate leaf = leaf(present, key);
        List<X509Certificate> chain = CertificateChain.of(leaf, present);
        List<HostName> names = names(leaf);
        if (names.isEmpty()) {
            throw new CertificateProblem(
                    "the certificate of " + leaf.getSubjectX500Principal() + " names no host",
                    "take one with the host as a subject alternative name; browsers look at nothing else");
        }
        return new Certificate(
                names,
                leaf.getNotBefore().toInstant(),
                leaf.getNotAfter().toInstant(),
                person(leaf.getIssuerX500Principal()),
                AriId.of(leaf).orElse(""),
                fingerprint(leaf),
                Pem.text(chain),
                Pem.text(key.of(leaf)));
    }

    /**
     * The same for what a person brings for {@code name}: it must be for that name, valid, and without strangers in the
     * chain.
     *
     * @throws CertificateProblem also when it is not
     */
    public static Certificate readUpload(String chainPem, String keyPem, HostName name, Instant now) {
        List<X509Certificate> present = Pem.certificates(chainPem);
        Certificate certificate = read(present, keyPem);
        CertificateChain.refuseStrangers(leaf(present, PrivateKeyText.read(keyPem)), present);
        if (!certificate.covers(name)) {
            throw new CertificateProblem(
                    "the certificate is for " + words(certificate.names()) + ", not for " + name,
                    "upload it under a name that it is for, or have one issued for " + name);
        }
        if (!now.isBefore(certificate.notAfter())) {
            throw new CertificateProblem(
                    "the certificate has expired at " + certificate.notAfter(),
                    "have a new one issued, or leave " + name + " to Berth");
        }
        if (certificate.notBefore().isAfter(now.plus(SKEW))) {
            throw new CertificateProblem(
                    "the certificate becomes valid only at " + certificate.notBefore(),
                    "upload it then, or set the clock of this machine right");
        }
        return certificate;
    }

    private static X509Certificate leaf(List<X509Certificate> present, PrivateKeyText text) {
        for (X509Certificate candidate : present) {
            Optional<PrivateKey> key = text.readFor(candidate.getPublicKey());
            if (key.isPresent() && PrivateKeyText.belongs(key.get(), candidate.getPublicKey())) {
                return candidate;
            }
        }
        throw new CertificateProblem(
                "the key belongs to no certificate in the chain, whose first is for "
                        + present.get(0).getSubjectX500Principal(),
                "send the key that this certificate was requested with");
    }

    private static List<HostName> names(X509Certificate leaf) {
        List<HostName> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
            for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (alternative.get(0).equals(DNS_NAME)) {
                    host((String) alternative.get(1))
                            .filter(n -> !names.contains(n))
                            .ifPresent(names::add);
                }
            }
        } catch (CertificateParsingException e) {
            throw new CertificateProblem(
                    "the names of the certificate cannot be read: " + e.getMessage(), "have it issued anew");
        }
        return names;
    }

    /** Empty for what nothing is routed by, such as {@code _sip.example.org}. */
    private static Optional<HostName> host(String name) {
        try {
            return Optional.of(HostName.of(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String words(List<HostName> names) {
        return String.join(", ", names.stream().map(HostName::text).toList());
    }

    /** Common name and organization, as far as they are there. */
    private static String person(X500Principal issuer) {
        Optional<String> name = Optional.empty();
        Optional<String> organization = Optional.empty();
        try {
            for (Rdn part : new LdapName(issuer.getName(X500Principal.RFC2253)).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    name = Optional.of(part.getValue().toString());
                } else if (part.getType().equalsIgnoreCase("O")) {
                    organization = Optional.of(part.getValue().toString());
                }
            }
        } catch (InvalidNameException e) {
            return issuer.getName();
        }
        if (name.isPresent() && organization.isPresent()) {
            return organization.get() + " " + name.get();
        }
        return name.or(() -> Optional.of(issuer.getName())).get();
    }

    private static String fingerprint(X509Certificate leaf) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
