package dev.berth.proxy.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

    private static Optional<Instant> of(String retryAfter, String date) {
        Map<String, List<String>> headers = new TreeMap<>(Map.of("Retry-After", List.of(retryAfter)));
        if (!date.isEmpty()) {
            headers.put("Date", List.of(date));
        }
        return RetryAfter.of(HttpHeaders.of(headers, (name, value) -> true), NOW);
    }

    @Test
    void secondsCountFromOurNowWhateverTheOtherClockSays() {
        assertEquals(Optional.of(NOW.plusSeconds(90)), of("90", "Mon, 01 Mon 2020 00:00:00 GMT"));
    }

    @Test
    void aDateCountsFromTheOthersOwnNow() {
        assertEquals(
                Optional.of(NOW.plusSeconds(90)), of("Wed, 01 Jan 2020 00:01:30 GMT", "Wed, 01 Jan 2020 00:00:00 GMT"));
    }

    @Test
    void aDateWithoutTheOthersNowCountsByOurs() {
        assertEquals(Optional.of(NOW.plusSeconds(60)), of("Mon, 01 Mar 2027 12:01:00 GMT", ""));
    }

    @Test
    void whatIsOverIsNow() {
        assertEquals(Optional.of(NOW), of("Sun, 28 Feb 2027 12:01:00 GMT", ""));
    }

    @Test
    void nonsenseIsNothing() {
        assertEquals(Optional.empty(), of("later", ""));
        assertEquals(Optional.empty(), of("-5", ""));
        assertEquals(Optional.empty(), of("999999999", ""));
    }
}
