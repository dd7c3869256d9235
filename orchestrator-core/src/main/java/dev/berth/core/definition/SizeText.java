package dev.berth.core.definition;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Byte values of the Compose Specification: {@code 512M}, {@code 1g}, {@code 300kb}, {@code 1073741824}; 1k is 1024. */
final class SizeText {
    static final Pattern FORM = Pattern.compile("^[0-9]{1,15}(\\.[0-9]{1,6})? ?([bBkKmMgGtT]|[kKmMgGtT]i?[bB])?$");
    private static final Pattern SIZE = Pattern.compile("([0-9.]+) ?([a-z]*)");
    private static final Map<Character, Long> UNITS =
            Map.of('k', 1L << 10, 'm', 1L << 20, 'g', 1L << 30, 't', 1L << 40);

    private SizeText() {}

    static OptionalLong read(String text) {
        if (!FORM.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            return OptionalLong.empty();
        }
        long unit =
                size.group(2).isEmpty() ? 1 : UNITS.getOrDefault(size.group(2).charAt(0), 1L);
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(unit));
        boolean fits = bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return fits ? OptionalLong.of(bytes.longValue()) : OptionalLong.empty();
    }
}
