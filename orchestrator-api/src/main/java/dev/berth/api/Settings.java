package dev.berth.api;

import dev.berth.core.definition.HostRules;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How one daemon runs; read once at the start by {@link SettingsReader}.
 *
 * @param instance prefix of everything on the engine; empty for none
 * @param bindRoots what is below these may be mounted by applications
 * @param dnsProvider who changes DNS records for dns-01; empty: nobody does
 * @param dnsResolver asked whether a name leads here; empty: what this machine asks
 * @param maxContext in bytes
 * @param buildCache in bytes; 0: it is left alone
 * @param buildRoom in bytes
 */
public record Settings(
        Path dataDir,
        String listenAddress,
        int listenPort,
        int httpPort,
        int httpsPort,
        AcmeSettings acme,
        Optional<DnsProvider> dnsProvider,
        ProxyChoice proxy,
        String instance,
        URI dockerHost,
        List<Path> bindRoots,
        String subnetPool,
        Optional<HostPort> dnsResolver,
        long maxContext,
        long buildCache,
        long buildRoom) {
    /** Who runs the reverse proxy. */
    public sealed interface ProxyChoice {}

    /** Berth runs Traefik itself, from this image. */
    public record Managed(String image) implements ProxyChoice {}

    /** Somebody else's Traefik container, which watches {@code directory}. */
    public record External(String container, Path directory) implements ProxyChoice {}

    /** Nobody: applications are reached by their published ports only. */
    public record None() implements ProxyChoice {}

    /** What definitions may use of the machine; the ports are Berth's whether it runs just now or not. */
    HostRules host() {
        Set<Integer> ports = new TreeSet<>(Set.of(listenPort));
        if (proxy instanceof Managed) {
            ports.addAll(List.of(httpPort, httpsPort));
        }
        return new HostRules(Set.copyOf(bindRoots), ports, acme.publicly());
    }

    public Settings {
        bindRoots = List.copyOf(bindRoots);
    }
}
