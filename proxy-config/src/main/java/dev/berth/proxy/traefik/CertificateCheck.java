package dev.berth.proxy.traefik;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.berth.proxy.traefik.DynamicConfiguration.Certificate;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Looks at certificates before Traefik does, which passes over what it cannot use with a line in its log, and of two for
 * the same names takes one.
 */
public final class CertificateCheck {

    private static final int DNS_NAME = 2;
    private static final byte[] SAMPLE = "berth".getBytes(US_ASCII);
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";
    private static final Map<String, String> SIGNATURES =
            Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA", "Ed25519", "Ed25519");

    private CertificateCheck() {}

    /** Why the pair cannot be served; empty when it can: a readable chain, leaf first, and the leaf's PKCS #8 key. */
    public static Optional<String> fault(Certificate certificate) {
        try {
            X509Certificate leaf = leaf(certificate);
            return matches(leaf.getPublicKey(), certificate.keyFile())
                    ? Optional.empty()
                    : Optional.of("the key is not that of the certificate for " + names(leaf));
        } catch (CertificateException e) {
            return Optional.of("the chain cannot be read as certificates: " + e.getMessage());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Not the other side's words: they could quote the key.
            return Optional.of("the key cannot be read as a private key in PKCS #8 and PEM");
        }
    }

    /** The same for all that are served together; no two may be for the same names. */
    static Optional<String> fault(List<Certificate> certificates) {
        Map<Object, Certificate> seen = new HashMap<>();
        for (Certificate certificate : certificates) {
            Optional<String> fault = fault(certificate);
            if (fault.isPresent()) {
                return fault;
            }
            Object names = namesOf(certificate);
            if (seen.put(names, certificate) != null) {
                return Optional.of("there are two certificates for " + names);
            }
        }
        return Optional.empty();
    }

    private static Object namesOf(Certificate certificate) {
        try {
            return names(leaf(certificate));
        } catch (CertificateException e) {
            throw new IllegalStateException("what was read a moment ago cannot be read", e);
        }
    }

    private static X509Certificate leaf(Certificate certificate) throws CertificateException {
        Collection<? extends java.security.cert.Certificate> chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(certificate.certFile().getBytes(US_ASCII)));
        if (chain.isEmpty()) {
            throw new CertificateException("there is none");
        }
        return (X509Certificate) chain.iterator().next();
    }

    private static TreeSet<String> names(X509Certificate leaf) throws CertificateException {
        TreeSet<String> names = new TreeSet<>();
        Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
        if (alternatives != null) {
            alternatives.stream()
                    .filter(name -> name.get(0).equals(DNS_NAME))
                    .forEach(name -> names.add((String) name.get(1)));
        }
        return names;
    }

    private static boolean matches(PublicKey key, String pem) throws GeneralSecurityException {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null) {
            throw new GeneralSecurityException("unknown algorithm");
        }
        try {
            PrivateKey secret = KeyFactory.getInstance(key.getAlgorithm()).generatePrivate(encoded(pem));
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(secret);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(key);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (java.security.SignatureException e) {
            return false;
        }
    }

    private static PKCS8EncodedKeySpec encoded(String pem) throws GeneralSecurityException {
        int begin = pem.indexOf(KEY_BEGIN);
        int end = pem.indexOf(KEY_END);
        if (begin < 0 || end < begin) {
            throw new GeneralSecurityException("no PEM");
        }
        return new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.substring(begin + KEY_BEGIN.length(), end)));
    }
}
