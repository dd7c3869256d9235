package dev.berth.proxy.traefik;

import dev.berth.proxy.traefik.DynamicConfiguration.Certificate;
import dev.berth.proxy.traefik.DynamicConfiguration.Store;
import dev.berth.proxy.traefik.DynamicConfiguration.Tls;
import dev.berth.proxy.x509.SubjectNames;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What clients are shown that name no host in their handshake, as all do that open an address (RFC 6066 section 3).
 * Traefik looks for a certificate for the local address of the connection, which inside a container is not the one that
 * the client asked for, and then takes the default of its store; but not while its options say {@code sniStrict}. So
 * that is off as long as there is such a default, and those that name a host without a certificate are kept out by a
 * router of their own, which leads nowhere: they get no handshake as before.
 */
final class NamelessHandshakes {
    static final String NAME = "berth-strangers";

    private static final String STORE = "default";
    private static final int LAST = 1;
    /** The port of the discard protocol of the proxy itself, where nobody listens. */
    private static final String NOWHERE = "127.0.0.1:9";

    private NamelessHandshakes() {}

    /** @param shown to those that name no host; it is one of all */
    static DynamicConfiguration shown(Certificate shown, List<Certificate> all) {
        Store store = new Store(shown);
        return new DynamicConfiguration(null, strangers(all), new Tls(all, null, new TreeMap<>(Map.of(STORE, store))));
    }

    private static TcpConfiguration strangers(List<Certificate> all) {
        Rule named = Rule.matcher("HostSNIRegexp", ".");
        String known = all.stream()
                .flatMap(certificate -> SubjectNames.dns(CertificateCheck.leaf(certificate)).stream())
                .map(NamelessHandshakes::pattern)
                .distinct()
                .sorted()
                .collect(Collectors.joining("|"));
        Rule rule = known.isEmpty() ? named : named.andNot(Rule.matcher("HostSNIRegexp", "^(?i:" + known + ")$"));
        var router = new TcpConfiguration.Router(
                List.of(EntryPoints.WEBSECURE), rule.text(), LAST, NAME, new TcpConfiguration.RouterTls(true));
        var servers = List.of(new TcpConfiguration.Server(NOWHERE));
        var service = new TcpConfiguration.Service(new TcpConfiguration.LoadBalancer(servers));
        return new TcpConfiguration(new TreeMap<>(Map.of(NAME, router)), new TreeMap<>(Map.of(NAME, service)));
    }

    private static String pattern(String name) {
        boolean wildcard = name.startsWith("*.");
        String rest = wildcard ? name.substring(1) : name;
        return (wildcard ? "[^.]+" : "") + rest.replaceAll("[^A-Za-z0-9-]", "\\\\$0");
    }
}
