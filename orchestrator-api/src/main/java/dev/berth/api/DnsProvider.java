package dev.berth.api;

import dev.berth.proxy.route.HostName;
import java.util.Optional;

/** Who changes the DNS records that dns-01 asks for. */
public sealed interface DnsProvider {
    /** The zone that the records stand in; empty: it is looked for. */
    Optional<HostName> zone();

    /**
     * By dynamic update (RFC 2136), signed with TSIG (RFC 8945).
     *
     * @param algorithm one of {@link dev.berth.proxy.acme.Rfc2136Zone#ALGORITHMS}
     * @param secret base64, in a file
     */
    record Rfc2136(HostPort server, String keyName, String algorithm, SecretFile secret, Optional<HostName> zone)
            implements DnsProvider {}

    /** @param token of its API, in a file */
    record Cloudflare(SecretFile token, Optional<HostName> zone) implements DnsProvider {}
}
