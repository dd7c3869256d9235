package dev.berth.proxy.certificate;

import static dev.berth.proxy.certificate.Desk.FIRST;
import static dev.berth.proxy.certificate.Desk.certificate;
import static dev.berth.proxy.certificate.Desk.host;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.NameRecord.Attempts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CertificatePlannerTest {
    private final Desk desk = new Desk();

    @Test
    void aNameWithoutACertificateIsAskedForAtOnce() {
        assertEquals(
                """
                obtain shop.example.org from first by [HTTP_01]: there is no certificate yet
                shop.example.org: PENDING (there is no certificate yet) attempt 2027-01-01T00:00:00Z
                look again 2027-01-02T00:00:00Z
                """,
                desk.wants("shop.example.org").text());
    }

    @Test
    void nothingIsDoneTwice() {
        desk.wants("shop.example.org").succeeds(90);
        assertEquals(
                """
                ask about shop.example.org
                shop.example.org: VALID (renewed when a third of its lifetime is left) renewal 2027-03-02T00:00:00Z
                look again 2027-01-02T00:00:00Z
                """,
                desk.text());
        desk.told("shop.example.org", "2027-02-20T00:00:00Z", "2027-02-22T00:00:00Z", 0.5);
        assertEquals(
                """
                shop.example.org: VALID (renewed when its authority asks for it) renewal 2027-02-21T00:00:00Z
                look again 2027-01-01T06:00:00Z
                """,
                desk.text());
    }

    @Test
    void whatIsDueIsRenewedWithTheAuthoritysKnowledge() {
        desk.wants("shop.example.org").has("shop.example.org", 90).at("2027-03-02T00:00:00Z");
        assertEquals(
                "obtain shop.example.org from first by [HTTP_01] replacing id-1798761600: a third of its lifetime is left",
                desk.todo());
        desk.at("2027-04-01T00:00:00Z");
        assertEquals(
                "obtain shop.example.org from first by [HTTP_01] replacing id-1798761600: the last one has expired",
                desk.todo());
        assertEquals(
                "EXPIRED",
                desk.plan().outlook().get(host("shop.example.org")).state().toString());
    }

    @Test
    void aWindowInThePastIsNowAndOneAfterTheEndIsNotWaitedFor() {
        desk.wants("shop.example.org").has("shop.example.org", 90);
        desk.told("shop.example.org", "1990-01-01T00:00:00Z", "1990-01-02T00:00:00Z", 0.5);
        assertEquals(
                "obtain shop.example.org from first by [HTTP_01] replacing id-1798761600: its authority asks for it",
                desk.todo());
        desk.records.clear();
        desk.has("shop.example.org", 90).told("shop.example.org", "2030-01-01T00:00:00Z", "2030-01-02T00:00:00Z", 0);
        assertEquals(
                """
                shop.example.org: VALID (renewed when a twentieth of its lifetime is left) renewal 2027-03-27T12:00:00Z
                look again 2027-01-01T06:00:00Z
                """,
                desk.text());
        desk.at("2027-03-27T12:00:00Z");
        assertEquals(
                "obtain shop.example.org from first by [HTTP_01] replacing id-1798761600: a twentieth of its lifetime is left",
                desk.todo());
    }

    @Test
    void anAuthorityThatAlwaysAsksForANewOneIsNotListenedToForLong() {
        desk.wants("shop.example.org");
        int issued = 0;
        while (desk.todo().startsWith("obtain") && issued < 20) {
            desk.succeeds(90).told("shop.example.org", "1990-01-01T00:00:00Z", "1990-01-02T00:00:00Z", 0.5);
            issued++;
        }
        assertEquals(4, issued);
        assertEquals("nothing until 2027-01-01T06:00:00Z", desk.todo());
    }

    @Test
    void anAnswerThatMakesNoSenseLeavesItToTheLifetime() {
        desk.wants("shop.example.org").has("shop.example.org", 90);
        desk.told("shop.example.org", "2027-02-22T00:00:00Z", "2027-02-20T00:00:00Z", 0.5);
        assertEquals(
                """
                shop.example.org: VALID (renewed when a third of its lifetime is left) renewal 2027-03-02T00:00:00Z
                look again 2027-01-01T06:00:00Z
                """,
                desk.text());
    }

    @Test
    void aFailedNameIsRehearsedFirstAndThenAskedForInEarnest() {
        desk.wants("shop.example.org").fails(Kind.CHALLENGE);
        assertEquals(
                """
                shop.example.org: FAILING (there is no certificate yet) attempt 2027-01-01T00:01:00Z
                look again 2027-01-01T00:01:00Z
                """,
                desk.text());
        desk.later(Duration.ofMinutes(1));
        assertEquals("rehearse shop.example.org from staging by [HTTP_01]: there is no certificate yet", desk.todo());
        desk.fails(Kind.CHALLENGE);
        assertEquals("nothing until 2027-01-01T00:03:00Z", desk.todo());
        desk.later(Duration.ofMinutes(2)).succeeds(90);
        assertEquals("obtain shop.example.org from first by [HTTP_01]: there is no certificate yet", desk.todo());
        desk.fails(Kind.CHALLENGE).later(Duration.ofMinutes(2));
        assertEquals("rehearse shop.example.org from staging by [HTTP_01]: there is no certificate yet", desk.todo());
    }

    @Test
    void whyAValidOneIsRenewedIsToldAlsoWhenThatFails() {
        desk.wants("shop.example.org").has("shop.example.org", 90).at("2027-03-02T00:00:00Z");
        desk.fails(Kind.REFUSED);
        assertEquals(
                """
                shop.example.org: FAILING (a third of its lifetime is left) renewal 2027-03-02T00:00:00Z attempt 2027-03-02T00:01:00Z
                look again 2027-03-02T00:01:00Z
                """,
                desk.text());
        desk.later(Duration.ofMinutes(1)).succeeds(90).fails(Kind.USER_ACTION);
        assertEquals(
                "shop.example.org: USER_ACTION (a third of its lifetime is left) renewal 2027-03-02T00:00:00Z see"
                        + " https://first.example/directory",
                desk.text().lines().findFirst().orElseThrow());
    }

    @Test
    void withoutAWellStagingAuthorityTheTrueOneIsAsked() {
        desk.wants("shop.example.org")
                .fails(Kind.CHALLENGE)
                .later(Duration.ofMinutes(1))
                .fails(Kind.AUTHORITY_AWAY);
        assertEquals("obtain shop.example.org from first by [HTTP_01]: there is no certificate yet", desk.todo());
    }

    @Test
    void anAuthorityInTroubleIsLeftAloneByAllAndThenTriedWithOne() {
        desk.wants("a.example.org", "b.example.org", "c.example.org").fails(Kind.AUTHORITY_AWAY);
        assertEquals("nothing until 2027-01-01T00:01:00Z", desk.todo());
        desk.later(Duration.ofMinutes(1));
        assertEquals("obtain b.example.org from first by [HTTP_01]: there is no certificate yet", desk.todo());
        desk.succeeds(90);
        assertEquals(
                """
                obtain c.example.org from first by [HTTP_01]: there is no certificate yet
                obtain a.example.org from first by [HTTP_01]: there is no certificate yet
                ask about b.example.org""",
                desk.todo());
    }

    @Test
    void anAuthoritysOwnWordOnWhenToComeAgainCounts() {
        desk.wants("a.example.org", "b.example.org");
        desk.fails(Kind.AUTHORITY_AWAY, Optional.of(Desk.START.plus(Duration.ofHours(2))));
        assertEquals("nothing until 2027-01-01T00:01:00Z", desk.todo());
        desk.later(Duration.ofMinutes(1));
        assertEquals("nothing until 2027-01-01T02:00:00Z", desk.todo());
        desk.later(Duration.ofHours(2)).fails(Kind.RATE_LIMITED, Optional.of(Desk.START.plus(Duration.ofDays(3))));
        desk.later(Duration.ofMinutes(2));
        assertEquals("obtain a.example.org from first by [HTTP_01]: there is no certificate yet", desk.todo());
        desk.succeeds(90).told("a.example.org", "2027-02-20T00:00:00Z", "2027-02-22T00:00:00Z", 0.5);
        assertEquals(
                "b.example.org: FAILING (there is no certificate yet; it waits: the authority allows none before)"
                        + " attempt 2027-01-04T00:00:00Z",
                desk.text().lines().skip(1).findFirst().orElseThrow());
    }

    @Test
    void theSecondAuthorityTakesOverWhatTheFirstCannotDo() {
        desk.policy = Desk.TWO;
        desk.wants("a.example.org", "b.example.org").fails(Kind.AUTHORITY_AWAY);
        assertEquals("obtain b.example.org from second by [HTTP_01, DNS_01]: there is no certificate yet", desk.todo());
        desk.succeeds(90);
        assertEquals(
                "second",
                desk.record("b.example.org").origin().orElseThrow().getHost().split("\\.")[0]);
        desk.later(Duration.ofMinutes(1)).succeeds(90);
        assertEquals(Optional.of(FIRST), desk.record("a.example.org").origin());
    }

    @Test
    void afterTheThirdFailureInARowTheSecondAuthorityIsAsked() {
        desk.policy = new CertificatePolicy(
                Desk.TWO.issuers(),
                Optional.empty(),
                true,
                List.of(ChallengeKind.HTTP_01),
                KeyKind.RSA,
                Optional.empty());
        desk.wants("a.example.org");
        for (int i = 0; i < 3; i++) {
            assertEquals("obtain a.example.org from first by [HTTP_01]: there is no certificate yet", desk.todo());
            desk.fails(Kind.REFUSED).later(Duration.ofMinutes(2));
        }
        assertEquals("obtain a.example.org from second by [HTTP_01]: there is no certificate yet", desk.todo());
    }

    @Test
    void aValidCertificateIsNotTakenElsewhereBecauseOfAShortOutage() {
        desk.policy = Desk.TWO;
        desk.wants("a.example.org").has("a.example.org", 90).at("2027-03-02T00:00:00Z");
        for (int i = 0; i < 3; i++) {
            assertEquals("first", desk.first().authority().getHost().split("\\.")[0]);
            desk.fails(Kind.AUTHORITY_AWAY).later(Duration.ofMinutes(i == 1 ? 2 : 1));
        }
        assertEquals(
                "obtain a.example.org from second by [HTTP_01, DNS_01]: a third of its lifetime is left",
                desk.later(Duration.ofMinutes(1)).todo());
    }

    @Test
    void anOrderThatWasPlacedIsTakenUpAgain() {
        desk.policy = Desk.TWO;
        desk.wants("a.example.org");
        PendingOrder order =
                new PendingOrder(Desk.SECOND, URI.create("https://second.example/order/1"), "key", desk.now);
        desk.change(host("a.example.org"), a -> a.placed(order));
        assertEquals(
                "obtain a.example.org from second by [HTTP_01, DNS_01] finishing https://second.example/order/1:"
                        + " there is no certificate yet",
                desk.todo());
        desk.later(Duration.ofDays(7));
        assertEquals("obtain a.example.org from first by [HTTP_01, DNS_01]: there is no certificate yet", desk.todo());
    }

    @Test
    void onlyTheIssuerIsToldWhatIsReplacedAndNotAgainOnceItSaysItIs() {
        desk.wants("a.example.org").has("a.example.org", 90).at("2027-03-02T00:00:00Z");
        desk.journal(desk.first()).notReplaced();
        assertEquals("obtain a.example.org from first by [HTTP_01]: a third of its lifetime is left", desk.todo());
        desk.succeeds(90).at("2027-05-02T00:00:00Z");
        assertEquals(
                "obtain a.example.org from first by [HTTP_01] replacing id-1803945600: a third of its lifetime is left",
                desk.todo());
    }

    @Test
    void aNameBelowAWildcardNeedsNoneOfItsOwn() {
        desk.policy = Desk.TWO;
        desk.wants("a.example.org", "*.example.org", "deep.a.example.org").has("*.example.org", 90);
        assertEquals(
                """
                obtain deep.a.example.org from first by [HTTP_01, DNS_01]: there is no certificate yet
                ask about *.example.org
                *.example.org: VALID (renewed when a third of its lifetime is left) renewal 2027-03-02T00:00:00Z
                a.example.org: COVERED (served with the certificate of *.example.org)
                deep.a.example.org: PENDING (there is no certificate yet) attempt 2027-01-01T00:00:00Z
                look again 2027-01-02T00:00:00Z
                """,
                desk.text());
        desk.at("2027-03-27T12:00:00Z");
        assertEquals(
                """
                obtain *.example.org from first by [DNS_01] replacing id-1798761600: a twentieth of its lifetime is left""",
                desk.todo().lines().skip(2).findFirst().orElseThrow());
    }

    @Test
    void aWildcardNeedsTheChallengeOfTheNameServer() {
        assertEquals(
                """
                *.example.org: NOT_POSSIBLE (a wildcard is proven by DNS only; say who takes our records (--dns-provider))
                look again 2027-01-02T00:00:00Z
                """,
                desk.wants("*.example.org").text());
    }

    @Test
    void whatAPersonBroughtIsServedUntilItExpires() {
        desk.wants("a.example.org", "b.example.org", "shop.internal");
        desk.change(
                host("a.example.org"),
                a -> a.uploaded(certificate(desk.now, Duration.ofHours(12), "a.example.org", "b.example.org")));
        desk.change(
                host("shop.internal"), a -> a.uploaded(certificate(desk.now, Duration.ofHours(13), "shop.internal")));
        assertEquals(
                """
                a.example.org: UPLOADED (a person brought it; Berth gets one of its own when it has expired)
                b.example.org: COVERED (served with the certificate of a.example.org)
                shop.internal: UPLOADED (a person brought it; Berth gets one of its own when it has expired)
                look again 2027-01-01T12:00:00Z
                """,
                desk.text());
        desk.later(Duration.ofHours(12));
        assertEquals(
                """
                obtain b.example.org from first by [HTTP_01]: there is no certificate yet
                obtain a.example.org from first by [HTTP_01]: the last one has expired""",
                sorted(desk.todo()));
        desk.later(Duration.ofHours(1));
        assertEquals(
                "NOT_POSSIBLE",
                desk.plan().outlook().get(host("shop.internal")).state().toString());
    }

    private static String sorted(String lines) {
        return String.join("\n", lines.lines().sorted((a, b) -> b.compareTo(a)).toList());
    }

    @Test
    void publicAuthoritiesAreNotAskedForPrivateNames() {
        desk.wants("localhost", "shop.localhost", "shop.test", "shop.local", "shop.internal", "shop.example", "shop");
        assertEquals("nothing until 2027-01-02T00:00:00Z", desk.todo());
        assertEquals(
                "shop: NOT_POSSIBLE (no public authority issues certificates for a name without a dot;"
                        + " use a name of the public DNS, an authority of your own, or upload a certificate)",
                desk.text().lines().skip(1).findFirst().orElseThrow());
        desk.policy = new CertificatePolicy(
                List.of(FIRST), Optional.empty(), false, Desk.ONE.challenges(), KeyKind.P256, Optional.empty());
        assertEquals(7, desk.plan().todo().size());
    }

    @Test
    void whatNobodyWantsIsKeptUntilItExpiresAndReused() {
        desk.has("a.example.org", 90).at("2027-03-20T00:00:00Z");
        assertEquals(
                """
                a.example.org: KEPT (nobody wants the name at the moment; kept until it expires)
                look again 2027-03-21T00:00:00Z
                """,
                desk.text());
        desk.at("2027-02-01T00:00:00Z").wants("a.example.org");
        assertEquals("ask about a.example.org", desk.todo());
        desk.wanted.clear();
        assertEquals("forget a.example.org", desk.at("2027-04-01T00:00:00Z").todo());
    }

    @Test
    void aClockThatRanAheadHoldsNothingUpForever() {
        desk.at("2030-01-01T00:00:00Z").wants("a.example.org").fails(Kind.CHALLENGE);
        desk.health = AuthorityHealth.GOOD;
        desk.at("2027-01-01T00:00:00Z");
        assertEquals("rehearse a.example.org from staging by [HTTP_01]: there is no certificate yet", desk.todo());
        desk.succeeds(90).succeeds(90).at("2026-12-31T00:00:00Z");
        assertEquals(
                "VALID",
                desk.plan().outlook().get(host("a.example.org")).state().toString());
    }

    @Test
    void aCertificateThatIsDueWhenItComesIsNotAskedForWithoutEnd() {
        desk.wants("a.example.org");
        desk.change(
                host("a.example.org"),
                a -> a.issued(
                        desk.first(),
                        certificate(desk.now.minus(Duration.ofDays(80)), Duration.ofDays(90), "a.example.org"),
                        desk.now));
        assertEquals("nothing until 2027-01-01T00:01:00Z", desk.todo());
    }

    @Test
    void aTroubleOfAMonthIsStillTriedAndSaysSo() {
        desk.policy = new CertificatePolicy(
                List.of(FIRST), Optional.empty(), true, Desk.ONE.challenges(), KeyKind.P256, Optional.empty());
        desk.wants("a.example.org");
        while (desk.now.isBefore(Desk.START.plus(Duration.ofDays(31)))) {
            desk.fails(Kind.REFUSED);
            desk.now = desk.plan().lookAgainAt();
        }
        desk.fails(Kind.REFUSED);
        assertEquals(
                "a.example.org: FAILING (there is no certificate yet) attempt 2027-02-01T06:00:00Z",
                desk.text().lines().findFirst().orElseThrow());
        Attempts attempts = desk.record("a.example.org").attempts();
        assertEquals(146, attempts.failed());
        assertEquals(Optional.of(Desk.START), attempts.since());
    }
}
