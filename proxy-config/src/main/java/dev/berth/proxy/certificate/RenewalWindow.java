package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.NameRecord.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a certificate is to be renewed. All lengths come from its own dates. A certificate that is not valid yet by our
 * clock is treated as one that is: it is our clock that is behind.
 *
 * @param due from when on
 * @param emergency from when on nothing is waited for any more: a twentieth of the lifetime is left
 * @param reason what {@code due} comes from
 */
public record RenewalWindow(Instant due, Instant emergency, Reason reason) {
    private static final Duration SHORT = Duration.ofDays(10);

    /** What a moment of renewal comes from. */
    public enum Reason {
        A_THIRD("a third of its lifetime is left"),
        HALF("half of its lifetime is left"),
        AUTHORITY("its authority asks for it"),
        A_TWENTIETH("a twentieth of its lifetime is left"),
        PERSON("a person asked for it");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** In a user's words, after "when" or "because". */
        public String text() {
            return text;
        }
    }

    /** By the certificate alone: a third of its lifetime is left, or half of one that is under ten days. */
    public static RenewalWindow of(Certificate certificate) {
        Duration lifetime = certificate.lifetime();
        boolean brief = lifetime.compareTo(SHORT) < 0;
        long seconds = lifetime.toSeconds();
        return new RenewalWindow(
                certificate.notAfter().minusSeconds(seconds / (brief ? 2 : 3)),
                certificate.notAfter().minusSeconds(seconds / 20),
                brief ? Reason.HALF : Reason.A_THIRD);
    }

    /**
     * By the moment that was chosen in the authority's window (RFC 9773 section 4.2), where there is one. A moment in
     * the past is now.
     */
    public static RenewalWindow of(Certificate certificate, Optional<Renewal> renewal) {
        RenewalWindow alone = of(certificate);
        if (renewal.isEmpty() || renewal.get().chosen().equals(alone.due)) {
            return alone;
        }
        Renewal told = renewal.get();
        if (told.chosen().isAfter(alone.emergency)) {
            return new RenewalWindow(alone.emergency, alone.emergency, Reason.A_TWENTIETH);
        }
        return new RenewalWindow(told.chosen(), alone.emergency, told.isByPerson() ? Reason.PERSON : Reason.AUTHORITY);
    }
}
