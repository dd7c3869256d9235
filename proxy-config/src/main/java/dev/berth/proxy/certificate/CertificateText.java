package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import dev.berth.proxy.x509.AriId;
import dev.berth.proxy.x509.CertificateChain;
import dev.berth.proxy.x509.CertificateDigest;
import dev.berth.proxy.x509.CertificateProblem;
import dev.berth.proxy.x509.CertificateProblem.Part;
import dev.berth.proxy.x509.KeyStrength;
import dev.berth.proxy.x509.Pem;
import dev.berth.proxy.x509.PrivateKeyText;
import dev.berth.proxy.x509.SubjectNames;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** A certificate with its chain and its key as text in PEM (RFC 7468): of an authority, or of a person. */
public final class CertificateText {
    /** More than any authority sends; each is held against all others. */
    private static final int LONGEST = 10;

    private final List<X509Certificate> present;
    private final X509Certificate leaf;
    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private CertificateText(String chainPem, String keyPem) {
        this.present = present(chainPem);
        PrivateKeyText text = PrivateKeyText.read(keyPem);
        this.leaf = present.stream()
                .filter(candidate -> text.of(candidate.getPublicKey()).isPresent())
                .findFirst()
                .orElseThrow(() -> partnerless(present.get(0)));
        this.key = text.of(leaf.getPublicKey()).orElseThrow();
        this.chain = CertificateChain.of(leaf, present);
    }

    private static List<X509Certificate> present(String chainPem) {
        List<X509Certificate> present = Pem.certificates(chainPem);
        if (present.size() > LONGEST) {
            throw new CertificateProblem(
                    Part.CERTIFICATE,
                    "there are " + present.size() + " certificates; a chain has at most " + LONGEST,
                    "send the leaf and what lies between it and the root, nothing else");
        }
        return present;
    }

    /** Of some kinds of keys it cannot be told whether two belong together. */
    private static CertificateProblem partnerless(X509Certificate first) {
        KeyStrength.require(first);
        return new CertificateProblem(
                Part.KEY,
                "the key belongs to no certificate in the chain, whose first is for " + first.getSubjectX500Principal(),
                "send the key that this certificate was requested with");
    }

    /**
     * Reads a certificate with its chain and its key, and checks that they belong together.
     *
     * @param chainPem in any order; left out is a root that signs itself, and what signed none of the others
     * @param keyPem EC, RSA or Ed25519, as PKCS #8, SEC 1 or PKCS #1, not encrypted
     * @return leaf first, each signed by the next, the key in PKCS #8
     * @throws CertificateProblem when they are of no use, dates apart
     */
    public static Certificate read(String chainPem, String keyPem) {
        return new CertificateText(chainPem, keyPem).certificate();
    }

    static CertificateText parse(String chainPem, String keyPem) {
        return new CertificateText(chainPem, keyPem);
    }

    /** All that were there, in their order. */
    List<X509Certificate> present() {
        return present;
    }

    X509Certificate leaf() {
        return leaf;
    }

    /** Leaf first, without a root. */
    List<X509Certificate> chain() {
        return chain;
    }

    Certificate certificate() {
        Stream<HostName> named =
                SubjectNames.dns(leaf).stream().flatMap(name -> host(name).filter(host -> !host.isAddress()).stream());
        Stream<HostName> addresses = SubjectNames.addresses(leaf).stream().flatMap(name -> host(name).stream());
        List<HostName> names = Stream.concat(named, addresses).distinct().toList();
        if (names.isEmpty()) {
            throw new CertificateProblem(
                    Part.CERTIFICATE,
                    "the certificate of " + leaf.getSubjectX500Principal() + " names no host",
                    "take one with the host as a subject alternative name; browsers look at nothing else");
        }
        return new Certificate(
                names,
                leaf.getNotBefore().toInstant(),
                leaf.getNotAfter().toInstant(),
                person(leaf.getIssuerX500Principal()),
                AriId.of(leaf).orElse(""),
                CertificateDigest.sha256(leaf),
                Pem.text(chain),
                Pem.text(key));
    }

    /** Empty for what nothing is routed by, such as {@code _sip.example.org}. */
    private static Optional<HostName> host(String name) {
        try {
            return Optional.of(HostName.of(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
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
}
