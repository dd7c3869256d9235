package dev.berth.api.view;

import dev.berth.core.operate.CertificateStatus;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How it stands with a name's certificate. What comes from a certificate is null while there is none.
 *
 * @param origin {@code issued} or {@code uploaded}
 * @param names those the certificate is for
 * @param fingerprint SHA-256 of the leaf in hex
 * @param why of its state or of the next renewal
 * @param trouble what keeps the newest certificate from being used or kept; null when nothing does
 * @param failedAttempts how often it failed in a row; 0 when the last attempt did not
 * @param link where a person can act
 */
public record CertificateView(
        String name,
        String state,
        String issuer,
        Instant validFrom,
        Instant validUntil,
        Instant nextRenewal,
        String why,
        String trouble,
        int failedAttempts,
        Instant failingSince,
        String lastError,
        Instant nextAttempt,
        String link,
        String origin,
        List<String> names,
        String fingerprint) {
    public static CertificateView of(CertificateStatus status) {
        Optional<CertificateStatus.Facts> facts = status.certificate();
        return new CertificateView(
                status.name(),
                status.state().text(),
                facts.map(CertificateStatus.Facts::issuer).orElse(null),
                facts.map(CertificateStatus.Facts::validFrom).orElse(null),
                facts.map(CertificateStatus.Facts::validUntil).orElse(null),
                status.nextRenewal().orElse(null),
                status.why(),
                status.trouble().isEmpty() ? null : status.trouble(),
                status.failedAttempts(),
                status.failingSince().orElse(null),
                status.lastError().isEmpty() ? null : status.lastError(),
                status.nextAttempt().orElse(null),
                status.link().map(URI::toString).orElse(null),
                facts.map(f -> f.uploaded() ? "uploaded" : "issued").orElse(null),
                facts.map(CertificateStatus.Facts::names).orElse(List.of()),
                facts.map(CertificateStatus.Facts::fingerprint).orElse(null));
    }
}
