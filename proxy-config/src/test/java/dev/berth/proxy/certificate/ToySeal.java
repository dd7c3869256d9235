package dev.berth.proxy.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;

/** Turns every bit, and puts the key's name and the thing's before it: enough to tell who opens what. */
record ToySeal(String key) implements Seal {
    @Override
    public byte[] seal(String what, byte[] plain) {
        byte[] head = head(what);
        byte[] whole = Arrays.copyOf(head, head.length + plain.length);
        for (int i = 0; i < plain.length; i++) {
            whole[head.length + i] = (byte) ~plain[i];
        }
        return whole;
    }

    @Override
    public Optional<byte[]> open(String what, byte[] sealed) {
        byte[] head = head(what);
        if (!Arrays.equals(head, Arrays.copyOf(sealed, head.length))) {
            if (sealed.length > 0 && sealed[0] != head[0]) {
                throw new IllegalStateException("sealed with another key");
            }
            return Optional.empty();
        }
        byte[] plain = Arrays.copyOfRange(sealed, head.length, sealed.length);
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) ~plain[i];
        }
        return Optional.of(plain);
    }

    private byte[] head(String what) {
        return (key + "\n" + what + "\n").getBytes(UTF_8);
    }
}
