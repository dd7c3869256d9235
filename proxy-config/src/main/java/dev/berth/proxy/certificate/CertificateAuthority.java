package dev.berth.proxy.certificate;

import java.net.URI;
import java.util.Optional;

/**
 * Who issues certificates. Blocking; safe for several threads. Whatever goes wrong is an {@link IssuanceFailure}; an
 * interrupt ends every call with kind {@code INTERRUPTED}, with the interrupt flag set.
 */
public interface CertificateAuthority {
    /** The directory it is known by (RFC 8555 section 7.1.1). */
    URI directory();

    /**
     * Obtains a certificate: orders, shows that the name is ours, finalizes, downloads. Every wait inside has a deadline.
     *
     * @param journal is told of each step before it is taken
     * @return chain (leaf first) and key, checked to belong together
     */
    Certificate obtain(CertificateRequest request, OrderJournal journal);

    /** Takes away what an earlier run laid for its eyes in other places, as far as {@link CertificateStore#left} tells. */
    default void tidy() {}

    /** When it would have the certificate renewed; empty when it does not say, or says nonsense. */
    Optional<RenewalInfo> renewalInfo(Certificate certificate);
}
