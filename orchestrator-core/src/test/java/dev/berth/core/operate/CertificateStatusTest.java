package dev.berth.core.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.proxy.certificate.CertificatePlan;
import dev.berth.proxy.certificate.CertificatePlan.Outlook;
import dev.berth.proxy.certificate.NameRecord;
import dev.berth.proxy.certificate.NameRecord.Attempts;
import dev.berth.proxy.route.HostName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CertificateStatusTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void theCauseOfARenewalTheLastErrorAndWhatIsWrongWithTheCertificateStandApart() {
        HostName shop = HostName.of("shop.example.org");
        Outlook outlook = new Outlook(
                CertificatePlan.State.FAILING,
                "a third of its lifetime is left",
                Optional.of(NOON),
                Optional.of(NOON.plusSeconds(60)),
                Optional.empty());
        NameRecord record = NameRecord.of(shop)
                .withAttempts(new Attempts(
                        3,
                        Optional.of(NOON),
                        "no answer",
                        Optional.of(NOON.plusSeconds(60)),
                        Optional.empty(),
                        false,
                        List.of()));
        CertificateStatus status =
                CertificateStatus.of(shop, outlook, Optional.of(record)).withTrouble("the proxy does not show it");
        assertEquals("a third of its lifetime is left", status.why());
        assertEquals("the proxy does not show it", status.trouble());
        assertEquals("no answer", status.lastError());
        assertEquals(3, status.failedAttempts());
        assertEquals(Optional.of(NOON), status.failingSince());
        assertEquals(Optional.of(NOON.plusSeconds(60)), status.nextAttempt());
    }
}
