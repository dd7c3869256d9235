package dev.berth.core.store;

import dev.berth.core.store.StoreException.Kind;
import dev.berth.proxy.certificate.Seal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Seals whole files. Before what is sealed stands which key did it, with a check of that, so that a file that another
 * key sealed is told from one that is damaged.
 */
final class FileSeal implements Seal {
    private static final int NAME = 8;
    private static final int CHECK = 4;

    private final SealingKey key;
    private final byte[] head;

    FileSeal(SealingKey key) {
        this.key = key;
        this.head = head(key.name(NAME));
    }

    @Override
    public byte[] seal(String what, byte[] plain) {
        byte[] sealed = key.seal(plain, "file", what);
        return ByteBuffer.allocate(head.length + sealed.length)
                .put(head)
                .put(sealed)
                .array();
    }

    /** @throws StoreException kind {@code KEY} when another key sealed it */
    @Override
    public Optional<byte[]> open(String what, byte[] whole) {
        if (whole.length < NAME + CHECK) {
            return Optional.empty();
        }
        byte[] present = Arrays.copyOf(whole, NAME + CHECK);
        if (!Arrays.equals(present, head)) {
            return another(what, present);
        }
        try {
            return Optional.of(key.open(Arrays.copyOfRange(whole, NAME + CHECK, whole.length), "file", what));
        } catch (StoreException e) {
            if (e.kind() != Kind.KEY) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Optional<byte[]> another(String what, byte[] present) {
        if (!Arrays.equals(present, head(Arrays.copyOf(present, NAME)))) {
            return Optional.empty();
        }
        throw new StoreException(
                Kind.KEY,
                what + " in the data directory was sealed with another key than " + key.file()
                        + "; restore both from the same backup, or move what that key sealed away");
    }

    private static byte[] head(byte[] name) {
        try {
            byte[] check = MessageDigest.getInstance("SHA-256").digest(name);
            return ByteBuffer.allocate(NAME + CHECK)
                    .put(name)
                    .put(check, 0, CHECK)
                    .array();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
