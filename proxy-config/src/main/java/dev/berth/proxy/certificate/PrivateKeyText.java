package dev.berth.proxy.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A private key as people keep it: PKCS #8, or the older forms of OpenSSL, SEC 1 and PKCS #1, which are a part of it and
 * do not always say of which kind the key is; the certificate does.
 */
record PrivateKeyText(String label, byte[] der) {
    /** What OpenSSL calls the older forms, and the algorithm. */
    private static final Map<String, String> OLD = Map.of("EC PRIVATE KEY", "EC", "RSA PRIVATE KEY", "RSA");

    private static final String PKCS8 = "PRIVATE KEY";
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    /** @throws CertificateProblem when there is none, or one that is encrypted or of a kind that is not known */
    static PrivateKeyText read(String pem) {
        if (pem.contains("BEGIN ENCRYPTED PRIVATE KEY") || pem.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new CertificateProblem(
                    "the private key is encrypted", "decrypt it first: openssl pkey -in KEY.pem -out PLAIN.pem");
        }
        List<Pem.Block> keys = Pem.blocks(pem).stream()
                .filter(block -> block.label().endsWith(PKCS8))
                .toList();
        if (keys.isEmpty()) {
            throw new CertificateProblem(
                    "there is no private key", "send PEM, which begins with -----BEGIN PRIVATE KEY-----");
        }
        if (keys.size() > 1) {
            throw new CertificateProblem(
                    "there are " + keys.size() + " private keys", "send the one of the certificate");
        }
        PrivateKeyText key = new PrivateKeyText(keys.get(0).label(), keys.get(0).bytes());
        if (!key.label.equals(PKCS8) && !OLD.containsKey(key.label)) {
            throw new CertificateProblem(
                    "a key in the form " + key.label + " is of no use here", "send a key of kind EC or RSA");
        }
        return key;
    }

    /** The key, if it is of the same kind as {@code partner}. */
    Optional<PrivateKey> readFor(PublicKey partner) {
        String algorithm = partner.getAlgorithm();
        if (!OLD.getOrDefault(label, algorithm).equals(algorithm)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8(partner))));
        } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
            return Optional.empty();
        }
    }

    PrivateKey of(X509Certificate leaf) {
        return readFor(leaf.getPublicKey()).orElseThrow();
    }

    private byte[] pkcs8(PublicKey partner) {
        if (label.equals(PKCS8)) {
            return der;
        }
        byte[] algorithm = Der.read(partner.getEncoded(), SEQUENCE)
                .flatMap(info -> Der.read(info, SEQUENCE))
                .map(content -> Der.write(SEQUENCE, content))
                .orElseThrow();
        return Der.write(SEQUENCE, VERSION_0, algorithm, Der.write(OCTET_STRING, der));
    }

    /** Whether what one signs is what the other verifies. */
    static boolean belongs(PrivateKey key, PublicKey partner) {
        String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(partner.getEncoded());
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(partner);
            verifying.update(partner.getEncoded());
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "PrivateKeyText[" + label + "]";
    }
}
