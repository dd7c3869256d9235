package dev.berth.core.store;

import dev.berth.core.store.StoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The key in {@code secret.key}: seals values with AES-256-GCM, each bound to the place where it is stored. */
final class SealingKey {
    static final String FILE = "secret.key";

    private static final int NONCE = 12;
    private static final int TAG = 16;

    private final String file;
    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private SealingKey(String file, byte[] key) {
        this.file = file;
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * Reads the key, or makes one when there is none.
     *
     * @param mayBeMade whether nothing was sealed yet; otherwise a missing file is a failure
     */
    static SealingKey of(DataDirectory directory, boolean mayBeMade) {
        return new SealingKey(directory.file(FILE).toString(), keyFile(directory, FILE, mayBeMade));
    }

    /** The 32 bytes of a key file, made when it is missing and may be. */
    static byte[] keyFile(DataDirectory directory, String name, boolean mayBeMade) {
        byte[] key = directory.read(name).orElseGet(() -> {
            if (!mayBeMade) {
                throw new StoreException(
                        Kind.KEY,
                        directory.file(name) + " is missing, and what is stored in " + directory.path()
                                + " cannot be opened without it; restore it from a backup");
            }
            byte[] fresh = new byte[32];
            new SecureRandom().nextBytes(fresh);
            directory.write(name, fresh);
            return fresh;
        });
        if (key.length != 32) {
            throw new StoreException(
                    Kind.KEY,
                    directory.file(name) + " holds " + key.length + " bytes, a key has 32; restore it from a backup");
        }
        return key;
    }

    String file() {
        return file;
    }

    /** The same for the same key, and tells nothing about it. @param length in bytes, at most 32 */
    byte[] name(int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Arrays.copyOf(mac.doFinal("the name of this key".getBytes(StandardCharsets.UTF_8)), length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] seal(byte[] clear, String... place) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(clear);
            byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws StoreException kind {@code KEY} when it was sealed with another key, for another place, or changed */
    byte[] open(byte[] whole, String... place) {
        // Too short to hold a tag: filled up it is refused as any other wrong one.
        byte[] filled = Arrays.copyOf(whole, Math.max(whole.length, NONCE + TAG));
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(filled, NONCE), place)
                    .doFinal(filled, NONCE, filled.length - NONCE);
        } catch (AEADBadTagException e) {
            throw new StoreException(
                    Kind.KEY,
                    "what is stored for " + String.join("/", place) + " does not open with " + file
                            + "; restore the key and the database from the same backup",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String... place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
        cipher.updateAAD(String.join("\0", place).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
