package dev.berth.proxy.certificate;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Gives the proxy the certificates that it serves. */
public interface CertificatePublisher {
    /**
     * Makes exactly these the proxy's certificates; without effect when they are already. Of several for the same names
     * only the one that is valid longest.
     *
     * @throws dev.berth.proxy.file.FileFailure when the file system refuses; what was published before still is
     */
    void publish(Collection<Certificate> certificates);

    /** Those that the proxy has at the moment, also by an earlier run of the daemon; as far as they are understood. */
    List<Certificate> published();

    /** Why this one cannot be published, so that it is left out and all others are; empty when it can. */
    default Optional<String> fault(Certificate certificate) {
        return Optional.empty();
    }
}
