package dev.berth.proxy.certificate;

import java.util.Collection;
import java.util.Optional;

/** Gives the proxy the certificates that it serves. */
public interface CertificatePublisher {
    /**
     * Makes exactly these the proxy's certificates; without effect when they are already.
     *
     * @throws dev.berth.proxy.file.FileFailure when the file system refuses; what was published before still is
     */
    void publish(Collection<Certificate> certificates);

    /** Why this one cannot be published, so that it is left out and all others are; empty when it can. */
    default Optional<String> fault(Certificate certificate) {
        return Optional.empty();
    }
}
