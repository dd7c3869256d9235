package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How certificates are got here; the settings say it.
 *
 * @param issuers directories of the authorities to ask, the preferred first; not empty
 * @param staging the rehearsal stage of the first, asked first after a failure; empty where it has none
 * @param publicly whether the authorities are public ones, which issue nothing for names such as {@code shop.test}
 * @param challenges those that can be answered here, the preferred first
 * @param profile asked for where the authority offers it
 */
public record CertificatePolicy(
        List<URI> issuers,
        Optional<URI> staging,
        boolean publicly,
        List<ChallengeKind> challenges,
        KeyKind key,
        Optional<String> profile) {
    public CertificatePolicy {
        issuers = List.copyOf(issuers);
        challenges = List.copyOf(challenges);
    }

    /** Those that a certificate for the name can be got by. */
    List<ChallengeKind> challengesFor(HostName name) {
        return challenges.stream().filter(kind -> kind.shows(name)).toList();
    }
}
