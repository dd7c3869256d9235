package dev.berth.core.release;

import java.util.Arrays;

/** The secret key of all fingerprints of one store; its text form is a mask. */
public final class FingerprintKey {
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

    byte[] bytes() {
        return bytes.clone();
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
