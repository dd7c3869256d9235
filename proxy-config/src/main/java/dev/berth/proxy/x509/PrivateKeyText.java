package dev.berth.proxy.x509;

import dev.berth.proxy.x509.CertificateProblem.Part;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A private key as people keep it: PKCS #8, or the older forms of OpenSSL, SEC 1 and PKCS #1, which are a part of it and
 * do not always say of which kind the key is; the certificate does.
 */
public final class PrivateKeyText {
    /** What OpenSSL calls the older forms, and the algorithm. */
    private static final Map<String, String> OLD = Map.of("EC PRIVATE KEY", "EC", "RSA PRIVATE KEY", "RSA");

    /** By the algorithm of the key. */
    private static final Map<String, String> SIGNATURES =
            Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");

    private static final String PKCS8 = "PRIVATE KEY";
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private final String label;
    private final byte[] der;

    private PrivateKeyText(String label, byte[] der) {
        this.label = label;
        this.der = der;
    }

    /** @throws CertificateProblem when there is none, or one that is encrypted, damaged or of a kind that is not known */
    public static PrivateKeyText read(String pem) {
        if (pem.contains("BEGIN ENCRYPTED PRIVATE KEY") || pem.contains("Proc-Type: 4,ENCRYPTED")) {
            throw problem("the private key is encrypted", "decrypt it first: openssl pkey -in KEY.pem -out PLAIN.pem");
        }
        List<Pem.Block> keys = Pem.blocks(pem).stream()
                .filter(block -> block.label().endsWith(PKCS8))
                .toList();
        if (keys.isEmpty()) {
            throw problem("there is no private key", "send PEM, which begins with -----BEGIN PRIVATE KEY-----");
        }
        if (keys.size() > 1) {
            throw problem("there are " + keys.size() + " private keys", "send the one of the certificate");
        }
        PrivateKeyText key = new PrivateKeyText(keys.get(0).label(), keys.get(0).bytes());
        if (!key.isPkcs8() && !OLD.containsKey(key.label)) {
            throw problem(
                    "a key in the form " + key.label + " is of no use here", "send a key of kind EC, RSA or Ed25519");
        }
        if (key.isPkcs8()
                && SIGNATURES.keySet().stream()
                        .allMatch(kind -> parsed(kind, key.der).isEmpty())) {
            throw problem("the private key is damaged", "copy the whole file again, unchanged");
        }
        return key;
    }

    /** The key, if what it signs is what {@code partner} verifies. */
    public Optional<PrivateKey> of(PublicKey partner) {
        String algorithm = partner.getAlgorithm();
        return OLD.getOrDefault(label, algorithm).equals(algorithm)
                ? pkcs8(partner).flatMap(whole -> parsed(algorithm, whole)).filter(key -> belongs(key, partner))
                : Optional.empty();
    }

    private boolean isPkcs8() {
        return label.equals(PKCS8);
    }

    /** Of some damaged input Java's own readers say so by whatever they stumble over. */
    private static Optional<PrivateKey> parsed(String algorithm, byte[] pkcs8) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** PKCS #8 names the algorithm before the key (RFC 5958 section 2), as a public key does (RFC 5280 section 4.1). */
    private Optional<byte[]> pkcs8(PublicKey partner) {
        return isPkcs8()
                ? Optional.of(der)
                : Der.read(partner.getEncoded(), SEQUENCE)
                        .flatMap(info -> Der.read(info, SEQUENCE))
                        .map(content -> Der.write(SEQUENCE, content))
                        .map(algorithm -> Der.write(SEQUENCE, VERSION_0, algorithm, Der.write(OCTET_STRING, der)));
    }

    private static boolean belongs(PrivateKey key, PublicKey partner) {
        String algorithm = SIGNATURES.get(partner.getAlgorithm());
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(partner.getEncoded());
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(partner);
            verifying.update(partner.getEncoded());
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static CertificateProblem problem(String what, String remedy) {
        return new CertificateProblem(Part.KEY, what, remedy);
    }

    @Override
    public String toString() {
        return "PrivateKeyText[" + label + "]";
    }
}
