package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.util.List;
import java.util.Optional;

/**
 * What an authority is asked for.
 *
 * @param name the only name of the certificate; a wildcard needs {@code DNS_01}
 * @param challenges those that may be tried, the preferred first; not empty
 * @param replaces what the authority calls the certificate that this one follows (RFC 9773)
 * @param profile the kind of certificate, where the authority offers several
 * @param pending an order of earlier that may still be finished; one that cannot is followed by a new order
 */
public record CertificateRequest(
        HostName name,
        KeyKind key,
        List<ChallengeKind> challenges,
        Optional<String> replaces,
        Optional<String> profile,
        Optional<PendingOrder> pending) {
    public CertificateRequest {
        challenges = List.copyOf(challenges);
    }
}
