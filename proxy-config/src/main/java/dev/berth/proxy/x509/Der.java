package dev.berth.proxy.x509;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** The little of DER (X.690) that the Java platform hides: one value of a tag, its length and its content. */
final class Der {
    private Der() {}

    /** The content of the value that {@code bytes} begin with; empty when it has another tag or is cut off. */
    static Optional<byte[]> read(byte[] bytes, int tag) {
        if (bytes.length < 2 || (bytes[0] & 0xff) != tag) {
            return Optional.empty();
        }
        int length = bytes[1] & 0xff;
        int from = 2;
        if (length >= 0x80) {
            int size = length - 0x80;
            if (size == 0 || size > 3 || bytes.length < 2 + size) {
                return Optional.empty();
            }
            length = 0;
            for (int i = 0; i < size; i++) {
                length = length << 8 | bytes[from++] & 0xff;
            }
        }
        return length > bytes.length - from
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(bytes, from, from + length));
    }

    /** One value whose content is all of {@code parts}, one behind the other. */
    static byte[] write(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
