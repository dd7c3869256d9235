package dev.berth.api;

import dev.berth.proxy.acme.Rfc2136Zone;
import dev.berth.proxy.route.HostName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the {@link DnsProvider}. */
final class DnsOptions {
    private static final int DNS = 53;
    private static final String USUAL_ALGORITHM = "hmac-sha256";
    private static final List<DaemonOption> OF_RFC2136 =
            List.of(DaemonOption.DNS_SERVER, DaemonOption.DNS_KEY_NAME, DaemonOption.DNS_KEY_ALGORITHM);
    private static final List<DaemonOption> DETAILS = Stream.concat(
                    OF_RFC2136.stream(), Stream.of(DaemonOption.DNS_SECRET_FILE, DaemonOption.DNS_ZONE))
            .toList();

    private final GivenOptions given;

    private DnsOptions(GivenOptions given) {
        this.given = given;
    }

    static Optional<DnsProvider> provider(GivenOptions given) {
        return new DnsOptions(given).provider();
    }

    /** What is asked for DNS records; empty: what this machine asks. */
    static Optional<HostPort> resolver(GivenOptions given) {
        return new DnsOptions(given).hostPort(DaemonOption.DNS_RESOLVER);
    }

    private Optional<DnsProvider> provider() {
        String provider = given.one(DaemonOption.DNS_PROVIDER).orElse("");
        switch (provider) {
            case "rfc2136":
                return rfc2136();
            case "cloudflare":
                return cloudflare();
            case "":
                DETAILS.stream()
                        .filter(given::has)
                        .findFirst()
                        .ifPresent(option ->
                                given.mistake(option.flag() + " needs --dns-provider: rfc2136 or cloudflare"));
                return Optional.empty();
            default:
                given.mistake("--dns-provider is rfc2136 or cloudflare, not \"" + provider + "\"");
                return Optional.empty();
        }
    }

    private Optional<DnsProvider> rfc2136() {
        require(DaemonOption.DNS_SERVER, DaemonOption.DNS_KEY_NAME, DaemonOption.DNS_SECRET_FILE);
        Optional<HostPort> server = hostPort(DaemonOption.DNS_SERVER);
        Optional<String> key = given.one(DaemonOption.DNS_KEY_NAME);
        Optional<SecretFile> secret = given.secret(DaemonOption.DNS_SECRET_FILE);
        String algorithm = algorithm();
        Optional<HostName> zone = zone();
        return server.isPresent() && key.isPresent() && secret.isPresent()
                ? Optional.of(new DnsProvider.Rfc2136(server.get(), key.get(), algorithm, secret.get(), zone))
                : Optional.empty();
    }

    private String algorithm() {
        String text = given.one(DaemonOption.DNS_KEY_ALGORITHM).orElse(USUAL_ALGORITHM);
        String name = text.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        if (!Rfc2136Zone.ALGORITHMS.contains(name)) {
            given.mistake("--dns-key-algorithm is one of " + String.join(", ", Rfc2136Zone.ALGORITHMS) + ", not \""
                    + text + "\"");
        }
        return name;
    }

    private Optional<DnsProvider> cloudflare() {
        require(DaemonOption.DNS_SECRET_FILE);
        for (DaemonOption other : OF_RFC2136) {
            if (given.has(other)) {
                given.mistake(other.flag() + " means nothing with --dns-provider cloudflare; leave it out");
            }
        }
        Optional<HostName> zone = zone();
        return given.secret(DaemonOption.DNS_SECRET_FILE).map(token -> new DnsProvider.Cloudflare(token, zone));
    }

    private void require(DaemonOption... options) {
        for (DaemonOption option : options) {
            if (!given.has(option)) {
                given.mistake(
                        "--dns-provider " + given.all(DaemonOption.DNS_PROVIDER).get(0) + " needs " + option.flag()
                                + " " + option.value());
            }
        }
    }

    private Optional<HostPort> hostPort(DaemonOption option) {
        return given.one(option).flatMap(text -> {
            Optional<HostPort> read = HostPort.of(text, DNS);
            if (read.isEmpty()) {
                given.mistake(
                        option.flag() + " is " + option.value() + ", such as 192.0.2.53:53, not \"" + text + "\"");
            }
            return read;
        });
    }

    private Optional<HostName> zone() {
        return given.one(DaemonOption.DNS_ZONE).flatMap(text -> {
            try {
                Optional<HostName> zone = Optional.of(HostName.of(text)).filter(name -> !name.isAddress());
                if (zone.isEmpty()) {
                    given.mistake("--dns-zone is a domain such as example.org, not the address " + text);
                }
                return zone;
            } catch (IllegalArgumentException e) {
                given.mistake("--dns-zone is a domain such as example.org: " + e.getMessage());
                return Optional.empty();
            }
        });
    }
}
