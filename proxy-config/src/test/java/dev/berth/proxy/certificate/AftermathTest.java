package dev.berth.proxy.certificate;

import static dev.berth.proxy.certificate.Desk.FIRST;
import static dev.berth.proxy.certificate.Desk.START;
import static dev.berth.proxy.certificate.Desk.host;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.NameRecord.Renewal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AftermathTest {
    private static final String SHOP = "shop.example.org";
    private final Desk desk = new Desk().wants(SHOP);

    @Test
    void theLadderIsTheOneThatIsKnownToWork() {
        List<Long> minutes = new ArrayList<>();
        for (int i = 1; i <= 26; i++) {
            minutes.add(RetryLadder.after(i).toMinutes());
        }
        assertEquals(
                "[1, 2, 2, 5, 10, 10, 10, 20, 20, 20, 20, 30, 30, 30, 30, 30, 30, 60, 60, 60, 120, 120, 180, 180, 360, 360]",
                minutes.toString());
        assertEquals(Duration.ofSeconds(63), RetryLadder.after(1, 0.5));
    }

    /** All but an interruption: whatever happened, it is not tried again at once without end. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INTERRUPTED", "POSTPONED"},
            mode = EnumSource.Mode.EXCLUDE)
    void noFailureIsRepeatedWithoutAPause(Kind kind) {
        int tries = 0;
        while (desk.todo().startsWith("obtain") || desk.todo().startsWith("rehearse")) {
            desk.fails(kind);
            tries++;
            assertTrue(tries < 4, kind.toString());
        }
        assertEquals(
                kind.toString().toLowerCase(Locale.ROOT),
                desk.record(SHOP).attempts().message());
    }

    @Test
    void aLimitThatIsTheNamesHoldsUpThatOneAndNoOther() {
        Instant again = START.plus(Duration.ofDays(3));
        desk.wants("a.example.org", "z.example.org").fails(Kind.NAME_LIMITED, Optional.of(again));
        assertEquals(
                """
                obtain shop.example.org from first by [HTTP_01]: there is no certificate yet
                obtain z.example.org from first by [HTTP_01]: there is no certificate yet""",
                desk.todo());
        desk.succeeds(90).succeeds(90).later(Duration.ofHours(1));
        assertEquals(
                Optional.of(again),
                desk.plan().outlook().get(host("a.example.org")).nextAttempt());
        desk.now = again;
        assertEquals(
                "obtain a.example.org from first by [HTTP_01]: there is no certificate yet",
                desk.todo().lines().findFirst().orElseThrow());
    }

    @Test
    void aStagingAuthorityThatHasHadEnoughOfANameHoldsUpNoRehearsalOfOthers() {
        desk.wants("z.example.org").fails(Kind.CHALLENGE).fails(Kind.CHALLENGE).later(Duration.ofMinutes(1));
        desk.fails(Kind.NAME_LIMITED);
        assertEquals(
                """
                obtain shop.example.org from first by [HTTP_01]: there is no certificate yet
                rehearse z.example.org from staging by [HTTP_01]: there is no certificate yet""",
                desk.todo());
    }

    @Test
    void whatCameAndIsOfNoUseCountsAsIssued() {
        desk.policy = new CertificatePolicy(
                List.of(FIRST), Optional.empty(), true, Desk.ONE.challenges(), KeyKind.P256, Optional.empty());
        for (int i = 0; i < 5; i++) {
            desk.fails(Kind.USELESS).later(Duration.ofHours(1));
        }
        assertEquals(5, desk.ledger.issued(FIRST, host(SHOP), desk.now));
        assertEquals(
                Optional.of(START.plus(Duration.ofDays(7))),
                desk.plan().outlook().get(host(SHOP)).nextAttempt());
    }

    @Test
    void anInterruptionChangesNothing() {
        desk.fails(Kind.INTERRUPTED);
        assertEquals(NameRecord.of(host(SHOP)), desk.record(SHOP));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anOrderIsKeptOnlyWhereItCanStillBeFinished(Kind kind) {
        PendingOrder order = new PendingOrder(FIRST, URI.create("https://first.example/order/1"), "key", START);
        desk.change(host(SHOP), a -> a.placed(order));
        desk.fails(kind);
        boolean kept = List.of(
                        Kind.RATE_LIMITED,
                        Kind.NAME_LIMITED,
                        Kind.AUTHORITY_AWAY,
                        Kind.STORE,
                        Kind.HINDERED,
                        Kind.POSTPONED,
                        Kind.INTERRUPTED)
                .contains(kind);
        assertEquals(kept, desk.record(SHOP).pending().isPresent());
    }

    @Test
    void anOrderThatCannotBeFinishedIsLetGoOfAndNoOtherOneIs() {
        PendingOrder order = new PendingOrder(FIRST, URI.create("https://first.example/order/1"), "key", START);
        PendingOrder other = new PendingOrder(FIRST, URI.create("https://first.example/order/2"), "key", START);
        desk.change(host(SHOP), a -> a.placed(order).unusable(other));
        assertEquals(Optional.of(order), desk.record(SHOP).pending());
        desk.change(host(SHOP), a -> a.unusable(order));
        assertEquals(Optional.empty(), desk.record(SHOP).pending());
    }

    @Test
    void anAuthorityRestsTwiceAsLongEachTimeUpToAnHour() {
        List<Long> rests = new ArrayList<>();
        AuthorityHealth health = AuthorityHealth.GOOD;
        for (int i = 0; i < 9; i++) {
            health = health.away(FIRST, "503", Optional.empty(), START);
            rests.add(Duration.between(START, health.of(FIRST).orElseThrow().until())
                    .toMinutes());
        }
        assertEquals("[1, 2, 4, 8, 16, 32, 60, 60, 60]", rests.toString());
        Instant never = Instant.parse("2100-01-01T00:00:00Z");
        assertEquals(
                START.plus(Duration.ofDays(1)),
                health.away(FIRST, "503", Optional.of(never), START)
                        .of(FIRST)
                        .orElseThrow()
                        .until());
    }

    @Test
    void theMomentInAWindowIsDrawnOnceAndKeptWhileTheWindowStays() {
        desk.has(SHOP, 90).told(SHOP, "2027-02-20T00:00:00Z", "2027-02-22T00:00:00Z", 0.25);
        assertEquals("2027-02-20T12:00:00Z", chosen());
        desk.later(Duration.ofHours(6)).told(SHOP, "2027-02-20T00:00:00Z", "2027-02-22T00:00:00Z", 0.75);
        assertEquals("2027-02-20T12:00:00Z", chosen());
        assertEquals("2027-01-01T12:00:00Z", askAgain());
        desk.later(Duration.ofHours(6)).told(SHOP, "2027-02-10T00:00:00Z", "2027-02-12T00:00:00Z", 0.75);
        assertEquals("2027-02-11T12:00:00Z", chosen());
        desk.change(host(SHOP), a -> a.told(Optional.empty(), 0.1, desk.now));
        assertEquals("2027-02-11T12:00:00Z", chosen());
        assertEquals("2027-01-01T18:00:00Z", askAgain());
        desk.at("2027-02-12T00:00:00Z").told(SHOP, "2027-03-10T00:00:00Z", "2027-03-12T00:00:00Z", 0.75);
        assertEquals("2027-02-11T12:00:00Z", chosen());
    }

    @Test
    void aMomentStaysTheAuthoritysWhenItsWindowMovesAndAPersonsStaysAPersons() {
        desk.has(SHOP, 90).told(SHOP, "2027-02-10T00:00:00Z", "2027-02-12T00:00:00Z", 0.75);
        desk.at("2027-02-12T00:00:00Z").told(SHOP, "2027-03-10T00:00:00Z", "2027-03-12T00:00:00Z", 0.75);
        assertEquals("2027-02-11T12:00:00Z", chosen());
        assertEquals("its authority asks for it", reason(desk.record(SHOP)));
        assertEquals("its authority asks for it", reason(StoredForm.name(StoredForm.of(desk.record(SHOP)))));
        desk.change(host(SHOP), a -> a.renewNow(desk.now, true));
        assertEquals("a person asked for it", reason(desk.record(SHOP)));
        desk.later(Duration.ofHours(6)).told(SHOP, "2027-02-10T00:00:00Z", "2027-02-14T00:00:00Z", 0.75);
        assertEquals("2027-02-12T00:00:00Z", chosen());
        assertEquals("a person asked for it", reason(StoredForm.name(StoredForm.of(desk.record(SHOP)))));
    }

    private static String reason(NameRecord record) {
        return RenewalWindow.of(record.certificate().orElseThrow(), record.renewal())
                .reason()
                .text();
    }

    @Test
    void anAuthorityIsAskedAgainAfterOneMinuteToOneDay() {
        desk.has(SHOP, 90);
        for (String[] pair : new String[][] {
            {"1990-01-01T00:00:00Z", "2027-01-01T00:01:00Z"}, {"2090-01-01T00:00:00Z", "2027-01-02T00:00:00Z"}
        }) {
            RenewalInfo info = new RenewalInfo(START, START.plusSeconds(1), Optional.empty(), Instant.parse(pair[0]));
            desk.change(host(SHOP), a -> a.told(Optional.of(info), 0, START));
            assertEquals(pair[1], askAgain());
        }
    }

    @Test
    void aCertificateThatEndsSoonIsTriedMoreOften() {
        desk.policy = new CertificatePolicy(
                List.of(FIRST), Optional.empty(), true, Desk.ONE.challenges(), KeyKind.P256, Optional.empty());
        desk.has(SHOP, 90).at("2027-03-31T00:00:00Z");
        Instant end = Instant.parse("2027-04-01T00:00:00Z");
        while (desk.now.isBefore(end)) {
            desk.fails(Kind.REFUSED);
            Instant next = desk.plan().lookAgainAt();
            long tenth = Duration.between(desk.now, end).toSeconds() / 10;
            long step = Duration.between(desk.now, next).toSeconds();
            assertTrue(step <= Math.max(tenth, 600), () -> step + " seconds at " + desk.now);
            desk.now = next;
        }
    }

    private String chosen() {
        return desk.record(SHOP).renewal().map(Renewal::chosen).orElseThrow().toString();
    }

    private String askAgain() {
        return desk.record(SHOP).renewal().orElseThrow().info().askAgainAt().toString();
    }
}
