package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.CertificateStore;
import dev.berth.proxy.certificate.Clockwork;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an {@link AcmeAuthority} needs.
 *
 * @param directory where it begins, {@code https://…}
 * @param contact an e-mail address that the authority may write to
 * @param trusted a PEM file with certificate authorities that the directory's own HTTPS is believed by, beside the
 *     usual ones
 * @param external the account of a person that ours is bound to, where the authority wants that
 * @param store where the account is kept, and what must be writable before anything is ordered
 * @param board where answers to http-01 and tls-alpn-01 are shown
 * @param dns how answers to dns-01 are shown; without it there is no dns-01
 */
public record AuthoritySettings(
        URI directory,
        Optional<String> contact,
        Optional<Path> trusted,
        Optional<ExternalAccount> external,
        CertificateStore store,
        ChallengeBoard board,
        Optional<DnsAccess> dns,
        Clockwork clock,
        Deadlines deadlines) {
    public AuthoritySettings {
        if (directory.getHost() == null || !directory.getScheme().matches("https?")) {
            throw new IllegalArgumentException(
                    "\"" + directory
                            + "\" is no ACME directory: write its address, such as https://acme-v02.api.letsencrypt.org/directory");
        }
    }

    /** The usual ones, without what is optional. */
    public static AuthoritySettings of(URI directory, CertificateStore store, ChallengeBoard board, Clockwork clock) {
        return new AuthoritySettings(
                directory,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                store,
                board,
                Optional.empty(),
                clock,
                Deadlines.USUAL);
    }
}
