package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.route.HostName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One hundred names for one year, with lifetimes of 90, 45 and 6.7 days. The model authority fails the test when a limit
 * is passed; the year itself when a certificate is renewed too early, or later than its faults explain.
 */
final class YearTest {
    /** More below one domain than an authority issues in a week. */
    private static final List<HostName> NAMES = Stream.of(
                    names(60, "example.org"), names(20, "example.co.uk"), names(20, "example.net"))
            .flatMap(names -> names)
            .toList();

    private static Stream<HostName> names(int count, String domain) {
        return IntStream.range(0, count).mapToObj(i -> HostName.of("n" + i + "." + domain));
    }

    @Test
    void whereNothingGoesWrongThereAreAsManyOrdersAsTheLifetimesAsk() {
        Year year = new Year(NAMES, Desk.ONE, 1, false).run();
        assertEquals(Map.of(), year.expired);
        for (HostName name : NAMES) {
            List<Certificate> issued = year.issued.get(name);
            assertEquals(asked(issued.get(0).notBefore(), year.faults), issued.size(), name.text());
        }
        assertEquals(year.issuances(), year.total(a -> a.ordered));
        assertEquals(0, year.rehearsals);
    }

    private static int asked(Instant first, Faults faults) {
        int count = 0;
        for (Instant at = first; at.isBefore(Faults.END); count++) {
            at = RenewalWindow.of(Desk.certificate(at, faults.lifetime(at), "a.b"))
                    .due();
        }
        return count;
    }

    @Test
    void aYearOfFaultsStaysInsideTheLimitsAndNothingExpires() {
        Year year = new Year(NAMES, Desk.ONE, 1, true).run();
        assertEquals(Map.of(), year.expired);
        assertEveryOrderIsAccountedFor(year);
        // After its first failure in a span a name is rehearsed until it works again.
        int failed = year.total(a -> a.failedChecks);
        assertTrue(failed <= year.faults.unreachableSpans(), year::numbers);
        assertTrue(year.rehearsals > failed, year::numbers);
    }

    @Test
    @Tag("long")
    void withoutARehearsalStageTheSameHolds() {
        CertificatePolicy policy = new CertificatePolicy(
                Desk.ONE.issuers(), Optional.empty(), true, Desk.ONE.challenges(), KeyKind.P256, Optional.empty());
        Year year = new Year(NAMES, policy, 3, true).run();
        assertEquals(Map.of(), year.expired);
        assertEveryOrderIsAccountedFor(year);
        assertEquals(0, year.rehearsals);
    }

    @Test
    @Tag("long")
    void withASecondAuthorityTheSameHolds() {
        Year year = new Year(NAMES, Desk.TWO, 2, true).run();
        assertEquals(Map.of(), year.expired);
        assertEveryOrderIsAccountedFor(year);
        year.authorities
                .values()
                .forEach(authority -> assertTrue(authority.issued > 0, authority.directory.toString()));
    }

    /** Each gave a certificate, or failed by a fault of the world; those cut off were taken up again. */
    private static void assertEveryOrderIsAccountedFor(Year year) {
        assertEquals(year.issuances(), year.total(a -> a.issued));
        assertEquals(
                year.total(a -> a.ordered),
                year.issuances()
                        + year.total(a -> a.failedChecks)
                        + year.total(a -> a.dropped)
                        + year.abandoned
                        + year.total(ModelAuthority::open)
                        + year.underWay(),
                year::numbers);
        assertTrue(year.total(ModelAuthority::open) <= 3, year::numbers);
    }
}
