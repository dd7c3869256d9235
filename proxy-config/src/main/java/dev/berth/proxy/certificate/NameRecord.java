package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Instant;
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
     * @param userAction where a person must act first; not tried again until then
     * @param staged whether the staging authority has issued it since the last failure, so that the true one is asked
     */
    public record Attempts(
            int failed,
            Optional<Instant> since,
            String message,
            Optional<Instant> nextAt,
            Optional<URI> userAction,
            boolean staged) {
        public static final Attempts NONE =
                new Attempts(0, Optional.empty(), "", Optional.empty(), Optional.empty(), false);
    }

    /** @param chosen the one moment in the window that was drawn by chance and is kept */
    public record Renewal(RenewalInfo info, Instant chosen) {}

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

    public NameRecord withPending(Optional<PendingOrder> newPending) {
        return new NameRecord(name, certificate, origin, proven, previous, newPending, attempts, renewal);
    }

    public NameRecord withAttempts(Attempts newAttempts) {
        return new NameRecord(name, certificate, origin, proven, previous, pending, newAttempts, renewal);
    }

    public NameRecord withRenewal(Optional<Renewal> newRenewal) {
        return new NameRecord(name, certificate, origin, proven, previous, pending, attempts, newRenewal);
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
