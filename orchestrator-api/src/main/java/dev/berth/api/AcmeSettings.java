package dev.berth.api;

import dev.berth.proxy.certificate.CertificatePolicy;
import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.KeyKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom certificates are asked from, and how.
 *
 * @param directory of the authority
 * @param staging its rehearsal stage, where it has one
 * @param fallback asked when the other is in trouble
 * @param publicly whether one of them is a public authority, which issues nothing for names such as {@code shop.test}
 * @param email whom the authority may write to
 * @param caFile PEM, trusted for the authority's own https besides what the machine trusts
 * @param externalAccounts who we are at authorities that want to know (RFC 8555 section 7.3.4), by their directories
 */
public record AcmeSettings(
        URI directory,
        Optional<URI> staging,
        Optional<URI> fallback,
        boolean publicly,
        Optional<String> email,
        Optional<Path> caFile,
        Optional<String> profile,
        KeyKind key,
        Map<URI, ExternalAccount> externalAccounts) {
    static final URI LETS_ENCRYPT = URI.create("https://acme-v02.api.letsencrypt.org/directory");
    static final URI LETS_ENCRYPT_STAGING = URI.create("https://acme-staging-v02.api.letsencrypt.org/directory");

    public AcmeSettings {
        externalAccounts = Map.copyOf(externalAccounts);
    }

    /** @param key base64url, in a file */
    public record ExternalAccount(String kid, SecretFile key) {}

    /** @param challenges those that can be answered here, the preferred first */
    public CertificatePolicy policy(List<ChallengeKind> challenges) {
        List<URI> issuers =
                Stream.concat(Stream.of(directory), fallback.stream()).toList();
        return new CertificatePolicy(issuers, staging, publicly, challenges, key, profile);
    }
}
