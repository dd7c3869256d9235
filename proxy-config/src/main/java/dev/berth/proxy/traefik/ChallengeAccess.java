package dev.berth.proxy.traefik;

import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.PathPrefix;
import dev.berth.proxy.route.Upstream;
import dev.berth.proxy.traefik.DynamicConfiguration.Http;
import dev.berth.proxy.traefik.DynamicConfiguration.LoadBalancer;
import dev.berth.proxy.traefik.DynamicConfiguration.Router;
import dev.berth.proxy.traefik.DynamicConfiguration.RouterTls;
import dev.berth.proxy.traefik.DynamicConfiguration.Server;
import dev.berth.proxy.traefik.DynamicConfiguration.Service;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where an authority's questions are answered, as the proxy reaches it. Whatever is asked below
 * {@code /.well-known/acme-challenge/} of any host goes to {@code httpPort}, before every route and middleware, over
 * plain HTTP and over HTTPS (RFC 8555 section 8.3).
 *
 * <p>For some names connections that offer neither {@code h2} nor {@code http/1.1} are handed on as they are to
 * {@code alpnPort}: tls-alpn-01 (RFC 8737), whose own protocol Traefik forbids in a rule. For as long as a name is among
 * them, a client that offers no protocol at all is not served under it; so it is there only while a challenge lasts.
 *
 * @param host a name or IPv4 address that the proxy reaches, such as its network's gateway
 * @param handshakes the names with a tls-alpn-01 challenge
 */
public record ChallengeAccess(String host, int httpPort, int alpnPort, SortedSet<HostName> handshakes) {

    /** Where an authority asks for the answer to its http-01 challenge (RFC 8555 section 8.3). */
    static final PathPrefix PATH = PathPrefix.of("/.well-known/acme-challenge");

    static final String NAME = "berth-challenges";

    private static final int FIRST = Integer.MAX_VALUE;

    public ChallengeAccess {
        Upstream.of(host, httpPort);
        Upstream.of(host, alpnPort);
        handshakes = Collections.unmodifiableSortedSet(new TreeSet<>(handshakes));
    }

    /** Without any handshakes. */
    public ChallengeAccess(String host, int httpPort, int alpnPort) {
        this(host, httpPort, alpnPort, Collections.emptySortedSet());
    }

    /** The same for other names. */
    public ChallengeAccess withHandshakes(SortedSet<HostName> names) {
        return new ChallengeAccess(host, httpPort, alpnPort, names);
    }

    DynamicConfiguration configuration() {
        return new DynamicConfiguration(http(), handshakes.isEmpty() ? null : tcp(), null);
    }

    /** What keeps the handshake of this name from being led here; empty when it is led. */
    Optional<TraefikFailure> missing(HostName name, RunningConfiguration running) {
        DynamicConfiguration actual = running.configuration();
        TcpConfiguration.Router router = actual.tcpRouters().get(NAME);
        boolean led = router != null
                && router.rule().contains(handshake(name).text())
                && running.refused().isEmpty()
                && tcp().services().get(NAME).equals(actual.tcpServices().get(NAME));
        return led
                ? Optional.empty()
                : Optional.of(new TraefikFailure(
                        TraefikFailure.Kind.NOT_TAKEN_UP,
                        "Traefik does not lead the handshake for " + name + " to " + host + " yet; see its log: one "
                                + "file that it cannot read holds up every change"));
    }

    private static Rule handshake(HostName name) {
        return Rule.matcher("HostSNI", name.text());
    }

    private Http http() {
        String rule = Rule.matcher("PathPrefix", PATH + "/").text();
        Router plain = new Router(List.of(EntryPoints.WEB), rule, FIRST, null, NAME, null);
        Router secure =
                new Router(List.of(EntryPoints.WEBSECURE), rule, FIRST, null, NAME, new RouterTls(TlsDefaults.NAME));
        Server responder = new Server(Upstream.of(host, httpPort).url());
        Service service = new Service(new LoadBalancer(List.of(responder), null, null, null, null, true));
        return new Http(
                new TreeMap<>(Map.of(NAME, plain, NAME + "-tls", secure)),
                null,
                new TreeMap<>(Map.of(NAME, service)),
                null);
    }

    private TcpConfiguration tcp() {
        Rule rule = handshakes.stream()
                .map(ChallengeAccess::handshake)
                .reduce(Rule::or)
                .orElseThrow()
                .andNot(Rule.matcher("ALPN", "h2"))
                .andNot(Rule.matcher("ALPN", "http/1.1"));
        var router = new TcpConfiguration.Router(
                List.of(EntryPoints.WEBSECURE), rule.text(), FIRST, NAME, new TcpConfiguration.RouterTls(true));
        var servers = List.of(new TcpConfiguration.Server(host + ":" + alpnPort));
        var service = new TcpConfiguration.Service(new TcpConfiguration.LoadBalancer(servers));
        return new TcpConfiguration(new TreeMap<>(Map.of(NAME, router)), new TreeMap<>(Map.of(NAME, service)));
    }
}
