package dev.berth.core.release;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Values as bytes, for hashing: every text with its length before it, every collection with its size, so that no two
 * different sequences of values have the same bytes.
 */
final class CanonicalBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    CanonicalBytes number(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes.write((int) (value >>> shift));
        }
        return this;
    }

    /** As UTF-16, which, unlike UTF-8, also tells broken surrogates apart. */
    CanonicalBytes text(String value) {
        number(value.length());
        for (int i = 0; i < value.length(); i++) {
            bytes.write(value.charAt(i) >>> 8);
            bytes.write(value.charAt(i));
        }
        return this;
    }

    CanonicalBytes flag(boolean value) {
        return number(value ? 1 : 0);
    }

    CanonicalBytes optionalText(Optional<String> value) {
        return optional(value, this::text);
    }

    <T> CanonicalBytes optional(Optional<T> value, Consumer<T> encode) {
        flag(value.isPresent());
        value.ifPresent(encode);
        return this;
    }

    <T> CanonicalBytes each(Collection<T> values, Consumer<T> encode) {
        number(values.size());
        values.forEach(encode);
        return this;
    }

    CanonicalBytes texts(Collection<String> values) {
        return each(values, this::text);
    }

    /** In the map's order, which the caller answers for. */
    CanonicalBytes texts(Map<String, String> values) {
        return each(values.entrySet(), e -> text(e.getKey()).text(e.getValue()));
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
