package dev.berth.api;

import dev.berth.proxy.acme.AcmeAuthority;
import dev.berth.proxy.acme.AuthoritySettings;
import dev.berth.proxy.acme.ChallengeBoard;
import dev.berth.proxy.acme.CloudflareZone;
import dev.berth.proxy.acme.Deadlines;
import dev.berth.proxy.acme.DnsAccess;
import dev.berth.proxy.acme.DnsZone;
import dev.berth.proxy.acme.ExternalAccount;
import dev.berth.proxy.acme.Rfc2136Zone;
import dev.berth.proxy.certificate.CertificatePolicy;
import dev.berth.proxy.certificate.CertificateStore;
import dev.berth.proxy.certificate.Clockwork;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The authorities that the settings name. */
final class Authorities {
    private Authorities() {}

    /**
     * By their directories.
     *
     * @throws SettingsException when what stands in one of the files is not what the option is for
     */
    static Map<URI, AcmeAuthority> of(
            Settings settings,
            CertificatePolicy policy,
            CertificateStore store,
            ChallengeBoard board,
            Clockwork clock) {
        try {
            return made(settings, policy, store, board, clock);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(List.of(e.getMessage()));
        }
    }

    private static Map<URI, AcmeAuthority> made(
            Settings settings,
            CertificatePolicy policy,
            CertificateStore store,
            ChallengeBoard board,
            Clockwork clock) {
        Optional<DnsAccess> dns = settings.dnsProvider()
                .map(provider ->
                        new DnsAccess(zone(provider), settings.dnsResolver().map(HostPort::socket), List.of()));
        Map<URI, AcmeAuthority> authorities = new TreeMap<>();
        Stream.concat(policy.issuers().stream(), policy.staging().stream())
                .forEach(directory -> authorities.put(
                        directory,
                        new AcmeAuthority(new AuthoritySettings(
                                directory,
                                settings.acme().email(),
                                settings.acme().caFile(),
                                external(settings, directory),
                                store,
                                board,
                                dns,
                                clock,
                                Deadlines.USUAL))));
        return authorities;
    }

    /** By which CAA records know those that issue; none as long as one of them has not told its own. */
    static Set<String> identities(CertificatePolicy policy, Map<URI, AcmeAuthority> authorities) {
        Set<String> all = new TreeSet<>();
        for (URI issuer : policy.issuers()) {
            Optional<Set<String>> own = authorities.get(issuer).caaIdentities();
            if (own.isEmpty()) {
                return Set.of();
            }
            all.addAll(own.get());
        }
        return all;
    }

    private static Optional<ExternalAccount> external(Settings settings, URI directory) {
        return Optional.ofNullable(settings.acme().externalAccounts().get(directory))
                .map(account ->
                        new ExternalAccount(account.kid(), account.key().read().reveal()));
    }

    private static DnsZone zone(DnsProvider provider) {
        if (provider instanceof DnsProvider.Rfc2136 server) {
            return new Rfc2136Zone(
                    server.server().socket(),
                    new Rfc2136Zone.TsigKey(
                            server.keyName(),
                            server.algorithm(),
                            server.secret().read().reveal()),
                    server.zone());
        }
        DnsProvider.Cloudflare cloudflare = (DnsProvider.Cloudflare) provider;
        return new CloudflareZone(CloudflareZone.API, cloudflare.token().read().reveal(), cloudflare.zone());
    }
}
