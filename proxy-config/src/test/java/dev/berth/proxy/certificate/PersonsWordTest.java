package dev.berth.proxy.certificate;

import static dev.berth.proxy.certificate.Desk.host;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is planned when a person has a say: orders by hand, and authorities that wait for somebody. */
final class PersonsWordTest {
    private final Desk desk = new Desk();

    @Test
    void aRenewalCountsWhereItIsNotInTheAuthoritysWindow() {
        desk.wants("a.example.org").has("a.example.org", 90);
        for (int i = 0; i < 5; i++) {
            desk.told("a.example.org", "2027-02-20T00:00:00Z", "2027-02-22T00:00:00Z", 0.5);
            desk.change(host("a.example.org"), a -> a.renewNow(desk.now, true));
            desk.succeeds(90).later(Duration.ofHours(1));
        }
        desk.told("a.example.org", "2027-02-20T00:00:00Z", "2027-02-22T00:00:00Z", 0.5);
        desk.change(host("a.example.org"), a -> a.renewNow(desk.now, true));
        assertEquals(
                "a.example.org: VALID (a person asked for it; it waits: 5 certificates a week for the same name are the"
                        + " authority's limit) renewal 2027-01-01T05:00:00Z attempt 2027-01-08T00:00:00Z",
                desk.text().lines().findFirst().orElseThrow());
    }

    @Test
    void whatAPersonMustDoIsNotTriedBeforeAPersonSaysSo() {
        desk.wants("a.example.org").fails(Kind.USER_ACTION);
        String expected =
                """
                a.example.org: USER_ACTION (there is no certificate yet) see https://first.example/directory
                look again 2028-01-01T00:00:00Z
                """;
        assertEquals(expected.replace("2028-01-01", "2027-01-02"), desk.text());
        desk.later(Duration.ofDays(100));
        assertEquals("nothing until 2027-04-12T00:00:00Z", desk.todo());
        desk.change(host("a.example.org"), a -> a.renewNow(desk.now, true));
        assertEquals("obtain a.example.org from first by [HTTP_01]: there is no certificate yet", desk.todo());
    }

    @Test
    void aNameThatWaitsForAPersonStillDoesWhenItsDomainReturns() {
        desk.wants("a.example.org").fails(Kind.USER_ACTION);
        desk.wanted.clear();
        desk.later(Duration.ofDays(20));
        assertEquals(
                """
                a.example.org: KEPT (nobody wants the name at the moment; an authority waits for a person) see https://first.example/directory
                look again 2027-01-22T00:00:00Z
                """,
                desk.text());
        desk.later(Duration.ofDays(20)).wants("a.example.org");
        assertEquals(
                "USER_ACTION",
                desk.plan().outlook().get(host("a.example.org")).state().toString());
        assertEquals("nothing until 2027-02-11T00:00:00Z", desk.todo());
    }

    @Test
    void ofManyNamesThatNobodyWantsAndThatWaitForAPersonTheLastOnesAreKept() {
        for (int i = 0; i < 101; i++) {
            desk.wants("n" + i + ".example.org").fails(Kind.USER_ACTION);
            desk.wanted.clear();
            desk.later(Duration.ofMinutes(1));
        }
        assertEquals("forget n0.example.org", desk.todo());
        assertEquals(100, desk.plan().outlook().size());
    }

    @Test
    void ordersByHandWithoutEndAreRehearsedAfterAFailure() {
        desk.wants("a.example.org").fails(Kind.CHALLENGE);
        for (int i = 0; i < 20; i++) {
            desk.change(host("a.example.org"), a -> a.renewNow(desk.now, true));
            assertEquals("rehearse a.example.org from staging by [HTTP_01]: there is no certificate yet", desk.todo());
            desk.fails(Kind.CHALLENGE);
        }
        desk.change(host("a.example.org"), a -> a.renewNow(desk.now, true));
        desk.succeeds(90);
        assertEquals("obtain a.example.org from first by [HTTP_01]: there is no certificate yet", desk.todo());
    }

    @Test
    void anAuthorityInTroubleIsAskedSoonerOnlyByWhoAnswersForAllNames() {
        desk.wants("a.example.org").fails(Kind.AUTHORITY_AWAY);
        desk.change(host("a.example.org"), a -> a.renewNow(desk.now, false));
        assertEquals("nothing until 2027-01-01T00:01:00Z", desk.todo());
        desk.change(host("a.example.org"), a -> a.renewNow(desk.now, true));
        assertEquals("obtain a.example.org from first by [HTTP_01]: there is no certificate yet", desk.todo());
    }

    @Test
    void theNextAuthorityIsAskedWhereAPersonMustActAtTheFirst() {
        desk.policy = Desk.TWO;
        desk.wants("a.example.org").fails(Kind.USER_ACTION);
        assertEquals(
                """
                obtain a.example.org from second by [HTTP_01, DNS_01]: there is no certificate yet
                a.example.org: FAILING (there is no certificate yet) attempt 2027-01-01T00:00:00Z see https://first.example/directory
                look again 2027-01-02T00:00:00Z
                """,
                desk.text());
        desk.fails(Kind.AUTHORITY_AWAY).later(Duration.ofMinutes(3));
        assertTrue(desk.todo().startsWith("obtain a.example.org from second"), desk.todo());
        desk.fails(Kind.USER_ACTION);
        assertEquals(
                "USER_ACTION",
                desk.plan().outlook().get(host("a.example.org")).state().toString());
        desk.change(host("a.example.org"), a -> a.renewNow(desk.now, true));
        assertTrue(
                desk.todo().startsWith("obtain a.example.org from second"),
                "after three failures its turn: " + desk.todo());
    }

    @Test
    void aPersonCanHaveAValidOneRenewedNow() {
        desk.wants("a.example.org")
                .has("a.example.org", 90)
                .told("a.example.org", "2027-02-20T00:00:00Z", "2027-02-22T00:00:00Z", 0.5);
        desk.change(host("a.example.org"), a -> a.renewNow(desk.now, true));
        assertEquals(
                "obtain a.example.org from first by [HTTP_01] replacing id-1798761600: a person asked for it",
                desk.todo());
        desk.succeeds(90);
        assertEquals("ask about a.example.org", desk.todo());
    }
}
