package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.route.HostName;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One hundred names for one year, with the limits of Let's Encrypt, which the model authority enforces. */
final class YearTest {
    /** More below one domain than an authority issues in a week. */
    private static final List<HostName> NAMES = Stream.of(
                    names(60, "example.org"), names(20, "example.co.uk"), names(20, "example.net"))
            .flatMap(List::stream)
            .toList();

    private static List<HostName> names(int count, String domain) {
        return IntStream.range(0, count)
                .mapToObj(i -> HostName.of("n" + i + "." + domain))
                .toList();
    }

    @Test
    void whereNothingGoesWrongThereAreAsManyOrdersAsLifetimesAsk() {
        Year year = new Year(NAMES, Desk.ONE, 1, false).run();
        assertEquals(java.util.Map.of(), year.expired);
        for (HostName name : NAMES) {
            // Seven days for the ten that come after the fiftieth of their domain.
            boolean late = year.desk.ledger.entries().isEmpty();
            assertTrue(!late);
        }
        int expected = NAMES.stream().mapToInt(name -> year.issued.get(name)).sum();
        assertEquals(expected, year.total(a -> a.ordered));
        System.out.println(year.numbers() + " " + year.issued);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aYearOfFaults(long seed) {
        Year year = new Year(NAMES, Desk.ONE, seed, true).run();
        System.out.println(year.numbers() + " expired " + year.expired.size() + year.expired);
    }
}
