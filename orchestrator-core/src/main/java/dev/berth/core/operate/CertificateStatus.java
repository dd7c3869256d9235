package dev.berth.core.operate;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificatePlan.Outlook;
import dev.berth.proxy.certificate.NameRecord;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How it stands with the certificate of a host name or an address; nothing of a key is in it.
 *
 * @param name lower case, punycode; an IPv6 address without brackets
 * @param why of its state or of the next renewal; in words
 * @param trouble what keeps the newest certificate from being used or kept; empty when nothing does
 * @param certificate the newest one; empty while there is none
 * @param nextRenewal when it will be renewed
 * @param failedAttempts how often it failed in a row; 0 when the last attempt did not
 * @param failingSince when the first of them began
 * @param lastError why the last attempt failed; empty when it did not
 * @param nextAttempt when the next attempt begins after one failed
 * @param link where a person can act
 */
public record CertificateStatus(
        String name,
        State state,
        String why,
        String trouble,
        Optional<Facts> certificate,
        Optional<Instant> nextRenewal,
        int failedAttempts,
        Optional<Instant> failingSince,
        String lastError,
        Optional<Instant> nextAttempt,
        Optional<URI> link) {

    /** The same as {@link dev.berth.proxy.certificate.CertificatePlan.State}, where each is explained. */
    public enum State {
        VALID,
        PENDING,
        FAILING,
        USER_ACTION,
        UPLOADED,
        COVERED,
        NOT_POSSIBLE,
        EXPIRED,
        KEPT;

        /** As users read it, such as {@code user_action}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a certificate says about itself.
     *
     * @param uploaded whether a person brought it; otherwise an authority issued it to Berth
     * @param fingerprint SHA-256 of the leaf in hex
     */
    public record Facts(
            List<String> names,
            String issuer,
            Instant validFrom,
            Instant validUntil,
            String fingerprint,
            boolean uploaded) {
        public Facts {
            names = List.copyOf(names);
        }

        static Facts of(Certificate certificate, boolean uploaded) {
            return new Facts(
                    certificate.names().stream().map(HostName::text).toList(),
                    certificate.issuer(),
                    certificate.notBefore(),
                    certificate.notAfter(),
                    certificate.fingerprint(),
                    uploaded);
        }
    }

    /** From what the plan says of a name, and what is kept of it. */
    public static CertificateStatus of(HostName name, Outlook outlook, Optional<NameRecord> record) {
        NameRecord kept = record.orElseGet(() -> NameRecord.of(name));
        return new CertificateStatus(
                name.text(),
                State.valueOf(outlook.state().name()),
                outlook.why(),
                "",
                kept.certificate().map(c -> Facts.of(c, kept.origin().isEmpty())),
                outlook.nextRenewal(),
                kept.attempts().failed(),
                kept.attempts().since(),
                kept.attempts().message(),
                outlook.nextAttempt(),
                outlook.link());
    }

    /** The same, with what keeps the certificate from being used. */
    CertificateStatus withTrouble(String what) {
        return new CertificateStatus(
                name,
                state,
                why,
                what,
                certificate,
                nextRenewal,
                failedAttempts,
                failingSince,
                lastError,
                nextAttempt,
                link);
    }

    public boolean isUploaded() {
        return certificate.filter(Facts::uploaded).isPresent();
    }
}
