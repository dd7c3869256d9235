package dev.berth.proxy.certificate;

import static dev.berth.proxy.certificate.Desk.certificate;
import static dev.berth.proxy.certificate.Desk.host;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is planned for addresses, which have no name in a handshake. */
final class AddressPlanTest {
    private final Desk desk = new Desk();

    @Test
    void anAddressIsShownByHttpAndHandshakesAndNeverByDns() {
        desk.policy = Desk.TWO;
        assertEquals(
                "obtain 8.8.8.8 from first by [HTTP_01]: there is no certificate yet",
                desk.wants("8.8.8.8").todo());
    }

    @Test
    void aPublicAuthorityIsNotAskedForAnAddressThatTheInternetDoesNotLeadTo() {
        assertEquals(
                """
                10.0.0.7: NOT_POSSIBLE (no public authority issues certificates for a private address; use a public one, \
                an authority of your own, or upload a certificate)
                look again 2027-01-02T00:00:00Z
                """,
                desk.wants("10.0.0.7").text());
    }

    private static final String OTHER_ADDRESS =
            "NOT_POSSIBLE (browsers name no host when they open an address, so the proxy can show only one certificate for"
                    + " all addresses, and that is the one for %s; use a host name, or upload one certificate for both)";

    @Test
    void ofSeveralAddressesOneHasItsTurnAndTheOneThatIsShownKeepsIt() {
        desk.wants("8.8.8.8", "2606:4700::1111", "10.0.0.7").succeeds(6);
        assertEquals(
                """
                ask about 2606:4700::1111
                10.0.0.7: NOT_POSSIBLE (no public authority issues certificates for a private address; use a public one, \
                an authority of your own, or upload a certificate)
                2606:4700::1111: VALID (renewed when half of its lifetime is left) renewal 2027-01-04T00:00:00Z
                8.8.8.8: %s
                look again 2027-01-02T00:00:00Z
                """
                        .formatted(OTHER_ADDRESS.formatted("2606:4700::1111")),
                desk.text());
        desk.wants("1.1.1.1");
        assertEquals("ask about 2606:4700::1111", desk.todo(), "what is shown stays, though another is smaller");
        desk.wanted.remove(host("2606:4700::1111"));
        assertEquals("obtain 1.1.1.1 from first by [HTTP_01]: there is no certificate yet", desk.todo());
    }

    @Test
    void anAddressThatAnotherTookThePlaceOfIsNotRenewed() {
        desk.wants("8.8.8.8", "1.1.1.1").has("8.8.8.8", 6);
        desk.put(desk.record("1.1.1.1")
                .withCertificate(certificate(desk.now, Duration.ofDays(90), "1.1.1.1"), Optional.empty()));
        desk.later(Duration.ofDays(4));
        assertEquals("nothing until 2027-01-06T00:00:00Z", desk.todo());
        assertEquals(
                CertificatePlan.State.NOT_POSSIBLE,
                desk.plan().outlook().get(host("8.8.8.8")).state());
    }

    @Test
    void oneCertificateForSeveralAddressesServesThemAll() {
        desk.wants("8.8.8.8", "2606:4700::1111");
        desk.put(desk.record("8.8.8.8")
                .withCertificate(
                        certificate(desk.now, Duration.ofDays(90), "8.8.8.8", "2606:4700::1111"), Optional.empty()));
        assertEquals(
                """
                2606:4700::1111: COVERED (served with the certificate of 8.8.8.8)
                8.8.8.8: UPLOADED (a person brought it; Berth gets one of its own when it has expired)
                look again 2027-01-02T00:00:00Z
                """,
                desk.text());
    }

    @Test
    void anAddressIsRenewedByItsLifetimeAsAnyName() {
        desk.wants("8.8.8.8").has("8.8.8.8", 6).later(Duration.ofDays(3));
        assertEquals(
                "obtain 8.8.8.8 from first by [HTTP_01] replacing id-1798761600: half of its lifetime is left",
                desk.todo());
    }

    @Test
    void addressesOfOneNetworkAreCountedTogether() {
        URI first = Desk.FIRST;
        for (int i = 0; i < 50; i++) {
            desk.ledger = desk.ledger.with(
                    new OrderLedger.Entry(
                            first, host("2606:4700::" + (i + 1)), OrderLedger.Event.ISSUED, false, desk.now),
                    desk.now);
        }
        String later = desk.now.plus(Duration.ofDays(7)).toString();
        assertEquals(
                later,
                desk.ledger
                        .allowedAt(first, host("2606:4700::ffff"), false, desk.now)
                        .toString());
        assertEquals(desk.now, desk.ledger.allowedAt(first, host("2606:4700:0:1::1"), false, desk.now));
        assertEquals(desk.now, desk.ledger.allowedAt(first, host("8.8.8.8"), false, desk.now));
    }
}
