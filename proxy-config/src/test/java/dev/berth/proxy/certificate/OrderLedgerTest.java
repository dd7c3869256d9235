package dev.berth.proxy.certificate;

import static dev.berth.proxy.certificate.Desk.FIRST;
import static dev.berth.proxy.certificate.Desk.SECOND;
import static dev.berth.proxy.certificate.Desk.START;
import static dev.berth.proxy.certificate.Desk.host;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.proxy.certificate.OrderLedger.Entry;
import dev.berth.proxy.certificate.OrderLedger.Event;
import dev.berth.proxy.certificate.OrderLedger.Standing;
import dev.berth.proxy.route.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OrderLedgerTest {
    private static final HostName SHOP = host("shop.example.org");
    private OrderLedger ledger = OrderLedger.EMPTY;

    private void note(int times, Event event, Instant at) {
        for (int i = 0; i < times; i++) {
            ledger = ledger.with(new Entry(FIRST, SHOP, event, false, at), at);
        }
    }

    private Duration wait(HostName name, Instant now) {
        return Duration.between(now, ledger.allowedAt(FIRST, name, false, now));
    }

    @Test
    void tenOrdersInTenSecondsAreTheMost() {
        note(9, Event.ORDERED, START);
        assertEquals(Duration.ZERO, wait(SHOP, START));
        note(1, Event.ORDERED, START);
        assertEquals(Duration.ofSeconds(10), wait(SHOP, START));
        assertEquals(Duration.ofSeconds(1), wait(SHOP, START.plusSeconds(9)));
        assertEquals(Duration.ZERO, wait(SHOP, START.plusSeconds(10)));
    }

    @Test
    void threeHundredOrdersInThreeHoursAreTheMost() {
        for (int i = 0; i < 300; i++) {
            note(1, Event.ORDERED, START.plusSeconds(i));
        }
        assertEquals(Duration.ofHours(2), wait(host("other.example.net"), START.plus(Duration.ofHours(1))));
    }

    @Test
    void fiveCertificatesAWeekForOneNameAreTheMost() {
        note(5, Event.ISSUED, START);
        assertEquals(Duration.ofDays(7), wait(SHOP, START));
        assertEquals(Duration.ZERO, wait(host("other.example.org"), START));
        assertEquals(START, ledger.allowedAt(SECOND, SHOP, false, START));
    }

    @Test
    void fiftyCertificatesAWeekForOneDomainAreTheMostButRenewalsGoOn() {
        for (int i = 0; i < 50; i++) {
            ledger = ledger.with(new Entry(FIRST, host("n" + i + ".example.org"), Event.ISSUED, false, START), START);
        }
        HostName another = host("*.example.org");
        assertEquals(Duration.ofDays(7), wait(another, START));
        assertEquals(
                "50 certificates a week are the authority's limit for example.org",
                ledger.delay(FIRST, another, Standing.NEW, START).orElseThrow().why());
        assertEquals(Duration.ZERO, wait(host("shop.example.net"), START));
        assertEquals(Optional.empty(), ledger.delay(FIRST, another, Standing.AGAIN, START));
    }

    @Test
    void fiveFailedChecksAnHourOfOneNameAreTheMost() {
        note(5, Event.FAILED_AUTHORIZATION, START);
        assertEquals(Duration.ofHours(1), wait(SHOP, START));
        assertEquals(Duration.ZERO, wait(host("other.example.org"), START));
    }

    @Test
    void anOrderThatMayBeCheckedInSeveralWaysLeavesRoomForAllToFail() {
        note(3, Event.FAILED_AUTHORIZATION, START);
        Tally tally = new Tally(ledger, START);
        assertEquals(Optional.empty(), tally.delay(FIRST, SHOP, Standing.NEW, 2));
        assertEquals(
                START.plus(Duration.ofHours(1)),
                tally.delay(FIRST, SHOP, Standing.NEW, 3).orElseThrow().until());
    }

    @Test
    void whatReplacesAnotherCountsAgainstNothingAndIsHeldUpOnlyByFailuresAndTheAuthoritysWord() {
        for (int i = 0; i < 20; i++) {
            ledger = ledger.with(new Entry(FIRST, SHOP, Event.ORDERED, true, START), START);
            ledger = ledger.with(new Entry(FIRST, SHOP, Event.ISSUED, true, START), START);
        }
        assertEquals(Duration.ZERO, wait(SHOP, START));
        assertEquals(20, ledger.issued(FIRST, SHOP, START));
        note(20, Event.ISSUED, START);
        assertEquals(START, ledger.allowedAt(FIRST, SHOP, true, START));
        note(5, Event.FAILED_AUTHORIZATION, START);
        assertEquals(START.plus(Duration.ofHours(1)), ledger.allowedAt(FIRST, SHOP, true, START));
        assertEquals(Optional.empty(), ledger.delay(FIRST, SHOP, Standing.FREE, START));
        Instant told = START.plus(Duration.ofHours(30));
        ledger = ledger.with(new Entry(FIRST, SHOP, Event.TOLD_TO_WAIT, false, told), START);
        assertEquals(told, ledger.allowedAt(FIRST, SHOP, true, START));
    }

    @Test
    void whatNoLimitLooksAtAnyMoreIsForgotten() {
        note(3, Event.ORDERED, START);
        note(3, Event.ISSUED, START);
        note(1, Event.ISSUED, START.plus(Duration.ofHours(3)));
        assertEquals(4, ledger.entries().size());
        note(1, Event.ISSUED, START.plus(Duration.ofDays(8)));
        assertEquals(1, ledger.entries().size());
    }

    @Test
    void whatAClockThatRanAheadNotedHoldsUpForOneWindowOnly() {
        note(5, Event.ISSUED, START.plus(Duration.ofDays(1000)));
        assertEquals(Duration.ofDays(7), wait(SHOP, START));
    }

    @Test
    void theRegisteredDomainIsNeverFinerThanThePublicSuffixListHasIt() {
        assertEquals("example.org", RegisteredDomain.of(host("a.b.example.org")));
        assertEquals("example.org", RegisteredDomain.of(host("*.example.org")));
        assertEquals("example.co.uk", RegisteredDomain.of(host("shop.example.co.uk")));
        assertEquals("example.com.br", RegisteredDomain.of(host("example.com.br")));
        assertEquals("me.duckdns.org", RegisteredDomain.of(host("shop.me.duckdns.org")));
        assertEquals("localhost", RegisteredDomain.of(host("localhost")));
        assertEquals("co.uk", RegisteredDomain.of(host("co.uk")));
    }
}
