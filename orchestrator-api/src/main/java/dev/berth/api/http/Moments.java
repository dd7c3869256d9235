package dev.berth.api.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments as users write them: RFC 3339, a day, or a span from now such as {@code 10m} or {@code 30d}. */
final class Moments {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([smhd])");

    private final Clock clock;

    Moments(Clock clock) {
        this.clock = clock;
    }

    /** A moment of the past. */
    Instant before(String text) {
        return span(text).map(s -> clock.instant().minus(s)).orElseGet(() -> moment(text));
    }

    /** A moment of the future. */
    Instant after(String text) {
        return span(text).map(s -> clock.instant().plus(s)).orElseGet(() -> moment(text));
    }

    private static Optional<Duration> span(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    private static Instant moment(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ApiException.wrong(
                    "\"" + text + "\" is neither a time nor a span",
                    "write such as 2027-01-31T20:00:00Z, 2027-01-31, 10m, 12h or 30d");
        }
    }
}
