package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is kept of one name, from one start of the daemon to the next.
 *
 * @param certificate the one that is, or will be, served
 * @param origin the directory of the authority that issued it; empty for one that a person brought
 * @param proven whether a handshake through the proxy has shown it
 * @param previous the one that is served until the new one is proven
 * @param pending an order that was placed and is not finished
 * @param attempts how trying went since the last success
 * @param renewal what the authority said of its renewal
 */
public record NameRecord(
        HostName name,
        Optional<Certificate> certificate,
        Optional<URI> origin,
        boolean proven,
        Optional<Certificate> previous,
        Optional<PendingOrder> pending,
        Attempts attempts,
        Optional<Renewal> renewal) {

    /**
     * @param failed how often in a row, 0 after a success
     * @param since when the first of them began; empty when none failed
     * @param message why the last one failed, in plain words; empty when none did
     * @param nextAt when the next one may begin; empty: at once
     * @param userAction where a person must act first, at the authorities that are {@code closed}
     * @param staged whether the true authority is asked without a rehearsal: the staging one has issued it since the last
     *     failure, or that failure said nothing about the name
     * @param closed directories of the authorities at which a person must act first; the others are asked meanwhile
     */
    public record Attempts(
            int failed,
            Optional<Instant> since,
            String message,
            Optional<Instant> nextAt,
            Optional<URI> userAction,
            boolean staged,
            List<URI> closed) {
        public static final Attempts NONE =
                new Attempts(0, Optional.empty(), "", Optional.empty(), Optional.empty(), false, List.of());

        public Attempts {
            closed = List.copyOf(closed);
        }

        /** Those of the authorities that may be asked, in their order. */
        List<URI> open(List<URI> authorities) {
            boolean all = userAction.isPresent() && closed.isEmpty();
            return all
                    ? List.of()
                    : authorities.stream().filter(one -> !closed.contains(one)).toList();
        }

        /** A person has acted, or says so; a rehearsal after a failure comes first all the same. */
        Attempts anew() {
            return new Attempts(failed, since, message, Optional.empty(), Optional.empty(), staged, List.of());
        }
    }

    /**
     * @param chosen the one moment in the window that was drawn by chance and is kept, also when the authority has moved
     *     its window since; by the certificate's lifetime where it gave no answer, and any where a person asked
     * @param isByPerson whether a person asked for that moment, not the authority
     */
    public record Renewal(RenewalInfo info, Instant chosen, boolean isByPerson) {
        /** Of a moment that is new: who chose it is seen by the window of that time. */
        public Renewal(RenewalInfo info, Instant chosen) {
            this(info, chosen, chosen.isBefore(info.start()) || chosen.isAfter(info.end()) || !info.isAnswer());
        }

        /** The same moment stays whose it was, whatever window is told since. */
        private Renewal after(Optional<Renewal> before) {
            return before.filter(old -> old.chosen.equals(chosen))
                    .map(old -> new Renewal(info, chosen, old.isByPerson))
                    .orElse(this);
        }
    }

    /** A name that nothing was done for yet. */
    public static NameRecord of(HostName name) {
        return new NameRecord(
                name,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Attempts.NONE,
                Optional.empty());
    }

    /** Whether a certificate can still be served; one that is not valid yet by our clock can. */
    public boolean isValidAt(Instant now) {
        return certificate.filter(c -> now.isBefore(c.notAfter())).isPresent();
    }

    /** Whether a person brought the certificate. */
    public boolean isUploaded() {
        return certificate.isPresent() && origin.isEmpty();
    }

    /**
     * Whether this is a moment at which the authority that issued it wants it replaced, and so lets us do it freely: Let's
     * Encrypt exempts nothing before and after its window.
     */
    public boolean isInWindow(Instant now) {
        return renewal.map(Renewal::info)
                .filter(info -> !now.isBefore(info.start()) && now.isBefore(info.end()))
                .isPresent();
    }

    public NameRecord withPending(Optional<PendingOrder> newPending) {
        return new NameRecord(name, certificate, origin, proven, previous, newPending, attempts, renewal);
    }

    public NameRecord withAttempts(Attempts newAttempts) {
        return new NameRecord(name, certificate, origin, proven, previous, pending, newAttempts, renewal);
    }

    /** A moment that was chosen before is still by whom it was. */
    public NameRecord withRenewal(Optional<Renewal> newRenewal) {
        Optional<Renewal> next = newRenewal.map(renewal -> renewal.after(this.renewal));
        return new NameRecord(name, certificate, origin, proven, previous, pending, attempts, next);
    }

    /** A new certificate has come; until it is proven the one before is kept. */
    public NameRecord withCertificate(Certificate newCertificate, Optional<URI> newOrigin) {
        return new NameRecord(
                name,
                Optional.of(newCertificate),
                newOrigin,
                false,
                proven ? certificate : previous,
                Optional.empty(),
                Attempts.NONE,
                Optional.empty());
    }

    /** The proxy was seen serving it. */
    public NameRecord asProven() {
        return new NameRecord(name, certificate, origin, true, Optional.empty(), pending, attempts, renewal);
    }
}
