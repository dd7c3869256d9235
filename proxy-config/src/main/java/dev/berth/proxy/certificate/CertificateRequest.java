package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an authority is asked for.
 *
 * @param name the only name of the certificate; a wildcard needs {@code DNS_01}
 * @param challenges those that may be tried, the preferred first; empty when only {@code pending} can help
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

    CertificateRequest without(Set<ChallengeKind> hindered) {
        List<ChallengeKind> left =
                challenges.stream().filter(kind -> !hindered.contains(kind)).toList();
        return new CertificateRequest(name, key, left, replaces, profile, pending);
    }
}
