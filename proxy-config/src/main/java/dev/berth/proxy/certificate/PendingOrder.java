package dev.berth.proxy.certificate;

import java.net.URI;
import java.time.Instant;

/**
 * An order that was placed and whose certificate is not stored yet. It is stored before the authority is asked to
 * finalize, so that after a crash the same order is finished with the same key.
 *
 * @param issuer the directory of the authority
 * @param keyPem the private key of the certificate, PKCS #8
 */
public record PendingOrder(URI issuer, URI order, String keyPem, Instant placedAt) {
    @Override
    public String toString() {
        return "PendingOrder[" + order + "]";
    }
}
