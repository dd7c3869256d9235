package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.UploadMistake.Part;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private key as people have it in a file: PKCS #8, or RSA (PKCS #1) or EC (SEC 1) as OpenSSL writes them. */
final class KeyText {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (RSA |EC |ENCRYPTED |)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    private static final byte[] PROBE = {1, 2, 3};

    private KeyText() {}

    /**
     * Reads the key of a certificate.
     *
     * @param holder the public key that the certificate is for
     * @return PKCS #8, as PEM
     * @throws UploadMistake when it is none, is locked by a password, or belongs to another certificate
     */
    static String read(String text, PublicKey holder) {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new UploadMistake(
                    Part.KEY,
                    "the key is no private key in PEM",
                    "send the file that begins with -----BEGIN PRIVATE KEY-----");
        }
        if (block.group(1).equals("ENCRYPTED ") || block.group(2).contains("Proc-Type")) {
            throw new UploadMistake(
                    Part.KEY,
                    "the key is locked by a password",
                    "write it without one:  openssl pkey -in KEY -out PLAIN");
        }
        PrivateKey key = key(block.group(1), bytes(block.group(2)), holder);
        if (!belong(key, holder)) {
            throw another();
        }
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw damaged();
        }
    }

    private static PrivateKey key(String form, byte[] bytes, PublicKey holder) {
        byte[] whole = form.isEmpty() ? bytes : wrapped(bytes, holder);
        return parsed(holder.getAlgorithm(), whole).orElseThrow(() -> {
            boolean nobodys = form.isEmpty()
                    && ALGORITHMS.stream().allMatch(a -> parsed(a, whole).isEmpty());
            return nobodys ? damaged() : another();
        });
    }

    /** Of some damaged input Java's own readers say so by whatever they stumble over. */
    private static Optional<PrivateKey> parsed(String algorithm, byte[] pkcs8) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** PKCS #8 names the algorithm before the key; the certificate says which it is (RFC 5958 section 2). */
    private static byte[] wrapped(byte[] key, PublicKey holder) {
        return element(SEQUENCE, VERSION, algorithm(holder.getEncoded()), element(OCTETS, key));
    }

    /** The first element of the sequence that a public key is (RFC 5280 section 4.1). */
    private static byte[] algorithm(byte[] publicKey) {
        int from = 2 + (publicKey[1] < 0 ? publicKey[1] & 0x7f : 0);
        return Arrays.copyOfRange(publicKey, from, from + 2 + publicKey[from + 1]);
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        int length = content.size();
        if (length > 0xff) {
            whole.write(0x82);
            whole.write(length >> 8);
        } else if (length > 0x7f) {
            whole.write(0x81);
        }
        whole.write(length);
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    private static boolean belong(PrivateKey key, PublicKey holder) {
        String algorithm =
                switch (holder.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> holder.getAlgorithm();
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(holder);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static UploadMistake another() {
        return new UploadMistake(
                Part.KEY,
                "the key does not belong to the certificate",
                "send the key that the certificate was asked for with");
    }

    private static UploadMistake damaged() {
        return new UploadMistake(Part.KEY, "the key is damaged", "look whether the whole file was sent");
    }
}
