package dev.berth.proxy.acme;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * How dns-01 is answered.
 *
 * @param zone where the records are written
 * @param resolver who is asked for names and name servers; empty: the machine's own
 * @param servers who must show a record before the authority is told to look; empty: the authoritative servers of the
 *     zone, found by the resolver
 */
public record DnsAccess(DnsZone zone, Optional<InetSocketAddress> resolver, List<InetSocketAddress> servers) {
    public DnsAccess {
        servers = List.copyOf(servers);
    }
}
