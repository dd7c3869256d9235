package dev.berth.core.release;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret key of all fingerprints of one store, and of the words of its trials; its text form is a mask. */
public final class FingerprintKey {
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] bytes;

    private FingerprintKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException for fewer than 16 bytes */
    public static FingerprintKey of(byte[] bytes) {
        if (bytes.length < 16) {
            throw new IllegalArgumentException("a fingerprint key has at least 16 bytes, not " + bytes.length);
        }
        return new FingerprintKey(bytes.clone());
    }

    /** The message's authentication code (HMAC-SHA-256, RFC 2104) in lower-case hex: nobody without the key can tell it. */
    public String code(byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FingerprintKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "(key)";
    }
}
