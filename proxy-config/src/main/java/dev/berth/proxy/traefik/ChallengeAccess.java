package dev.berth.proxy.traefik;

import dev.berth.proxy.route.PathPrefix;
import dev.berth.proxy.route.Upstream;
import dev.berth.proxy.traefik.DynamicConfiguration.Http;
import dev.berth.proxy.traefik.DynamicConfiguration.LoadBalancer;
import dev.berth.proxy.traefik.DynamicConfiguration.Router;
import dev.berth.proxy.traefik.DynamicConfiguration.RouterTls;
import dev.berth.proxy.traefik.DynamicConfiguration.Server;
import dev.berth.proxy.traefik.DynamicConfiguration.Service;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where an authority's questions are answered, as the proxy reaches it. Whatever is asked below
 * {@code /.well-known/acme-challenge/} of any host goes to {@code httpPort}, before every route and middleware, over
 * plain HTTP and over HTTPS (RFC 8555 section 8.3).
 *
 * <p>Connections for tls-alpn-01 (RFC 8737) are handed on as they are to {@code alpnPort}, but only for a name that has
 * no HTTPS route: Traefik forbids {@code ALPN(`acme-tls/1`)} in a rule and prefers a host's HTTPS routes to any TCP
 * router. So the rule says what such a connection does not offer, and whoever else offers nothing asks for a name that
 * is not served.
 *
 * @param host a name or IPv4 address that the proxy reaches, such as its network's gateway
 */
public record ChallengeAccess(String host, int httpPort, int alpnPort) {

    /** Where an authority asks for the answer to its http-01 challenge (RFC 8555 section 8.3). */
    static final PathPrefix PATH = PathPrefix.of("/.well-known/acme-challenge");

    static final String NAME = "berth-challenges";

    private static final int FIRST = Integer.MAX_VALUE;

    public ChallengeAccess {
        Upstream.of(host, httpPort);
        Upstream.of(host, alpnPort);
    }

    DynamicConfiguration configuration() {
        return new DynamicConfiguration(http(), tcp(), null);
    }

    private Http http() {
        String rule = Rule.matcher("PathPrefix", PATH + "/").text();
        Router plain = new Router(List.of(EntryPoints.WEB), rule, FIRST, null, NAME, null);
        Router secure =
                new Router(List.of(EntryPoints.WEBSECURE), rule, FIRST, null, NAME, new RouterTls(TlsDefaults.NAME));
        Server responder = new Server(Upstream.of(host, httpPort).url());
        Service service = new Service(new LoadBalancer(List.of(responder), null, null, null, true));
        return new Http(
                new TreeMap<>(Map.of(NAME, plain, NAME + "-tls", secure)),
                null,
                new TreeMap<>(Map.of(NAME, service)),
                null);
    }

    private TcpConfiguration tcp() {
        Rule rule = Rule.matcher("HostSNIRegexp", ".+")
                .andNot(Rule.matcher("ALPN", "h2"))
                .andNot(Rule.matcher("ALPN", "http/1.1"));
        var router = new TcpConfiguration.Router(
                List.of(EntryPoints.WEBSECURE), rule.text(), FIRST, NAME, new TcpConfiguration.RouterTls(true));
        var servers = List.of(new TcpConfiguration.Server(host + ":" + alpnPort));
        var service = new TcpConfiguration.Service(new TcpConfiguration.LoadBalancer(servers));
        return new TcpConfiguration(new TreeMap<>(Map.of(NAME, router)), new TreeMap<>(Map.of(NAME, service)));
    }
}
