package dev.berth.proxy.acme;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** When to come again, in both forms of RFC 9110 section 10.2.3, by our clock however wrong the other one is. */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    /** What is further away is nonsense. */
    private static final Duration LONGEST = Duration.ofDays(31);

    private RetryAfter() {}

    static Optional<Instant> of(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After")
                .flatMap(value -> wait(value.strip(), headers, now))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .filter(wait -> wait.compareTo(LONGEST) <= 0)
                .map(now::plus);
    }

    private static Optional<Duration> wait(String value, HttpHeaders headers, Instant now) {
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        Instant theirNow = headers.firstValue("Date").flatMap(RetryAfter::date).orElse(now);
        return date(value).map(date -> Duration.between(theirNow, date));
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(value.strip(), RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
