package dev.berth.api.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times and spans as people read them; always UTC. */
final class Times {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private Times() {}

    /** {@code 2026-11-23 23:45:07}. */
    static String at(Instant time) {
        return SECONDS.format(time);
    }

    /** {@code 12 s}, {@code 3 min}, {@code 5 h}, {@code 9 d}. */
    static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    /** {@code 140 ms}, {@code 2.3 s}, {@code 4 min}. */
    static String took(Duration span) {
        long millis = Math.max(0, span.toMillis());
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis < 60_000 ? millis / 1000 + "." + millis % 1000 / 100 + " s" : span(span);
    }

    static String ago(Instant time, Instant now) {
        return span(Duration.between(time, now)) + " ago";
    }
}
