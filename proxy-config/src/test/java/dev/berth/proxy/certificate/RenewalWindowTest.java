package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.proxy.certificate.NameRecord.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RenewalWindowTest {
    private static Certificate lasting(Duration lifetime) {
        return Desk.certificate(Desk.START, lifetime, "shop.example.org");
    }

    private static String window(Duration lifetime) {
        RenewalWindow window = RenewalWindow.of(lasting(lifetime));
        return Duration.between(Desk.START, window.due()) + " " + Duration.between(Desk.START, window.emergency()) + " "
                + window.reason();
    }

    @Test
    void lengthsComeFromTheCertificateItself() {
        assertEquals("PT1440H PT2052H A_THIRD", window(Duration.ofDays(90)));
        assertEquals("PT720H PT1026H A_THIRD", window(Duration.ofDays(45)));
        assertEquals("PT160H PT228H A_THIRD", window(Duration.ofDays(10)));
        assertEquals("PT80H PT152H HALF", window(Duration.ofHours(160)));
        assertEquals("PT0S PT0S HALF", window(Duration.ZERO));
    }

    @Test
    void theMomentThatWasChosenCountsUpToTheEmergency() {
        Certificate certificate = lasting(Duration.ofDays(90));
        assertEquals("2027-01-03T00:00:00Z AUTHORITY", chosen(certificate, "2027-01-03T00:00:00Z"));
        assertEquals("1999-01-03T00:00:00Z PERSON", chosen(certificate, "1999-01-03T00:00:00Z"));
        assertEquals("2027-03-27T12:00:00Z A_TWENTIETH", chosen(certificate, "2027-03-28T00:00:00Z"));
        assertEquals("2027-03-02T00:00:00Z A_THIRD", chosen(certificate, "2027-03-02T00:00:00Z"));
    }

    private static String chosen(Certificate certificate, String moment) {
        RenewalInfo info =
                new RenewalInfo(Desk.START, Desk.START.plus(Duration.ofDays(365)), Optional.empty(), Desk.START);
        RenewalWindow window = RenewalWindow.of(certificate, Optional.of(new Renewal(info, Instant.parse(moment))));
        return window.due() + " " + window.reason();
    }

    @Test
    void oneThatIsNotValidYetByOurClockIsUsed() {
        Desk desk = new Desk().wants("a.example.org").has("a.example.org", 90).at("2026-12-31T23:00:00Z");
        assertEquals("ask about a.example.org", desk.todo());
    }

    @Test
    void aWildcardThatCannotBeRenewedAnyMoreIsServedToItsEndAndSaysSo() {
        Desk desk = new Desk().wants("*.example.org").has("*.example.org", 90).at("2027-03-31T06:00:00Z");
        assertEquals(
                """
                *.example.org: VALID (a wildcard is proven by DNS only; say who takes our records (--dns-provider))
                look again 2027-04-01T00:00:00Z
                """,
                desk.text());
    }

    @Test
    void whatIsUnderWayIsNotBegunAgain() {
        Desk desk = new Desk().wants("a.example.org", "b.example.org");
        CertificatePlan plan = CertificatePlanner.plan(
                desk.wanted,
                List.of(),
                Unread.NOTHING,
                Set.of(Desk.host("a.example.org")),
                desk.ledger,
                desk.health,
                desk.policy,
                desk.now);
        assertEquals(
                """
                obtain b.example.org from first by [HTTP_01]: there is no certificate yet
                a.example.org: PENDING (being obtained: there is no certificate yet)
                b.example.org: PENDING (there is no certificate yet) attempt 2027-01-01T00:00:00Z
                look again 2027-01-02T00:00:00Z
                """,
                CertificatePlanText.of(plan));
    }
}
