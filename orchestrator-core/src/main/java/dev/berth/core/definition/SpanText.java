package dev.berth.core.definition;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations of the Compose Specification: {@code 1h5m30s20ms}, {@code 500ms}, {@code 1.5s}, {@code 0}. */
final class SpanText {
    static final Pattern FORM = Pattern.compile("^(0|([0-9]{1,9}(\\.[0-9]{1,9})?(us|ms|s|m|h|d)){1,6})$");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(us|ms|s|m|h|d)");
    private static final Map<String, Long> NANOS = Map.of(
            "us", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);
    private static final Duration LONGEST = Duration.ofDays(365);

    private SpanText() {}

    /** Empty when it is no duration, or one above a year. */
    static Optional<Duration> read(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal nanos = BigDecimal.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2)))));
        }
        if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(nanos.longValue()));
    }

    /** The shortest text that reads as {@code span}, such as {@code 1m30s}. */
    static String write(Duration span) {
        if (span.isZero()) {
            return "0s";
        }
        StringBuilder out = new StringBuilder();
        append(out, span.toHours(), "h");
        append(out, span.toMinutesPart(), "m");
        append(out, span.toSecondsPart(), "s");
        append(out, span.toMillisPart(), "ms");
        return out.toString();
    }

    private static void append(StringBuilder out, long amount, String unit) {
        if (amount > 0) {
            out.append(amount).append(unit);
        }
    }
}
