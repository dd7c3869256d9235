package dev.berth.proxy.traefik;

import dev.berth.proxy.route.Address;
import dev.berth.proxy.route.Backend;
import dev.berth.proxy.route.Route;
import dev.berth.proxy.route.RouteName;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.route.Upstream;
import dev.berth.proxy.route.UpstreamCheck;
import dev.berth.proxy.traefik.DynamicConfiguration.Cookie;
import dev.berth.proxy.traefik.DynamicConfiguration.Failover;
import dev.berth.proxy.traefik.DynamicConfiguration.FailoverErrors;
import dev.berth.proxy.traefik.DynamicConfiguration.ForwardingTimeouts;
import dev.berth.proxy.traefik.DynamicConfiguration.HealthCheck;
import dev.berth.proxy.traefik.DynamicConfiguration.Http;
import dev.berth.proxy.traefik.DynamicConfiguration.LoadBalancer;
import dev.berth.proxy.traefik.DynamicConfiguration.PassiveHealthCheck;
import dev.berth.proxy.traefik.DynamicConfiguration.Router;
import dev.berth.proxy.traefik.DynamicConfiguration.RouterTls;
import dev.berth.proxy.traefik.DynamicConfiguration.Server;
import dev.berth.proxy.traefik.DynamicConfiguration.ServersTransport;
import dev.berth.proxy.traefik.DynamicConfiguration.Service;
import dev.berth.proxy.traefik.DynamicConfiguration.Sticky;
import dev.berth.proxy.traefik.MiddlewareConfiguration.AddPrefix;
import dev.berth.proxy.traefik.MiddlewareConfiguration.RedirectScheme;
import dev.berth.proxy.traefik.MiddlewareConfiguration.Retry;
import dev.berth.proxy.traefik.MiddlewareConfiguration.StripPrefix;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Routes in, Traefik's words out. Pure: the same routes in any order give the same configuration. Everything is named
 * {@code OWNER_APPLICATION_…}, because a name that stands in two files is dropped by Traefik with a log line only.
 *
 * <p>Priorities are explicit, because equal ones go in random order: one host before a wildcard, a longer path before a
 * shorter one, and of two routers of one route the more special one.
 */
public final class RouteTranslation {
    /**
     * What Traefik sets aside in memory for the body of a request that it may send once more, and for one without a body,
     * too, until it is answered: for as long as a stream of events is open.
     */
    private static final long IN_MEMORY = 16L * 1024;
    /**
     * Without the status, only what was not sent yet goes to another instance; what a dying one works on is lost. The next
     * try may meet the dead one again until it is out of the routes: ten take about a second.
     */
    private static final Retry RETRY = new Retry(10, "50ms", List.of("502"), IN_MEMORY);
    /**
     * Traefik's words for a server that is gone or hung up, and for one to which no connection came about. Whoever sends more
     * with a GET and does not say how much is refused.
     */
    private static final FailoverErrors GONE = new FailoverErrors(IN_MEMORY, List.of("502", "504"));
    /**
     * And for a request that was on its way to the servers in the moment in which Traefik gave the last of them up; the
     * servers' own 503 cannot be told from it.
     */
    private static final FailoverErrors AWAY = new FailoverErrors(IN_MEMORY, List.of("502", "503", "504"));

    /** Requests in a row, to all servers together, that show that nobody is there; no fewer than so many to each. */
    private static final int ENOUGH = 20;

    private static final int LEAST_OF_EACH = 5;
    /** More of them than show that nobody is there. */
    private static final int MORE = 10;

    /**
     * For servers that nobody may ask. Traefik falls back for requests of any method only from what has a check, and makes it
     * an interval later: after ten years.
     */
    private static final HealthCheck NEVER = new HealthCheck("/", "87600h0m0s", "1s");

    /**
     * To a server on the same machine a connection takes less than a millisecond. The address of a container that has
     * just ended answers nothing at all, and the kernel takes seconds to call that unreachable: longer than the check
     * and the requests that wait for its finding may take.
     */
    private static final String DIAL_TIMEOUT = "100ms";

    private static final int ONE_HOST = 100_000;
    private static final int PER_CHARACTER = 10;
    /** As many as Traefik's own default transport keeps; a transport of one's own would keep 2. */
    private static final int IDLE_CONNECTIONS = 200;
    /** A pooled connection to a server that left is gone a second later, so that the server drains quickly. */
    private static final String IDLE_TIMEOUT = "1s";

    private final SortedMap<String, Router> routers = new TreeMap<>();
    private final SortedMap<String, MiddlewareConfiguration> middlewares = new TreeMap<>();
    private final SortedMap<String, Service> services = new TreeMap<>();
    private final SortedMap<String, ServersTransport> transports = new TreeMap<>();

    private RouteTranslation() {}

    /** The configuration of exactly these routes. Two of one name are an {@link IllegalArgumentException}. */
    public static DynamicConfiguration translate(Collection<Route> routes) {
        RouteTranslation translation = new RouteTranslation();
        routes.stream().sorted().forEach(translation::add);
        return DynamicConfiguration.of(
                new Http(translation.routers, translation.middlewares, translation.services, translation.transports));
    }

    /** What the names of everything of an application begin with. */
    static String prefix(String owner, String application) {
        return RouteName.requireName(owner) + "_" + RouteName.requireName(application) + "_";
    }

    private void add(Route route) {
        if (routers.containsKey(route.name().toString())) {
            throw new IllegalArgumentException("there are two routes named " + route.name());
        }
        if (route.word().isPresent()) {
            trial(route, Rule.header(FrontDoor.TRY, route.word().get()));
            return;
        }
        List<String> chain = chain(route);
        Way writing = writing(route, chain);
        Way reading = reading(route, chain, writing.service());
        if (route.tls() instanceof Tls.Enforced enforced) {
            redirect(route, enforced);
        } else {
            routers(route, "", EntryPoints.WEB, null, reading, writing);
        }
        if (!(route.tls() instanceof Tls.None)) {
            routers(route, "_tls", EntryPoints.WEBSECURE, new RouterTls(TlsDefaults.NAME), reading, writing);
        }
    }

    /** The middlewares that a request passes, and the service it comes to. */
    private record Way(List<String> middlewares, String service) {}

    private void routers(Route route, String suffix, String entryPoint, RouterTls tls, Way reading, Way writing) {
        Rule rule = tls == null ? Rule.of(route.address()) : Rule.overTls(route.address());
        int priority = priority(route);
        put(route, suffix, router(entryPoint, rule, priority, writing, tls));
        Rule reads = rule.and(Rule.matcher("Method", "GET").or(Rule.matcher("Method", "HEAD")))
                .andNot(Rule.headerPattern("Content-Length", "[1-9]"));
        if (!reading.equals(writing)) {
            put(route, suffix + "_read", router(entryPoint, reads, priority + 1, reading, tls));
        }
    }

    /** Past all that could answer in the servers' place: middlewares, checks, and who stands by. */
    private void trial(Route route, Rule carried) {
        Address address = route.address();
        List<Upstream> upstreams = route.backend().upstreams();
        LoadBalancer tried = servers(route, upstreams, Optional.empty(), impatientTransport(route));
        Way way = new Way(rewriting(route), spread(route, "", tried.unbound()));
        int priority = priority(route) + 2;
        if (!(route.tls() instanceof Tls.Enforced)) {
            put(route, "", router(EntryPoints.WEB, Rule.of(address).and(carried), priority, way, null));
        }
        if (!(route.tls() instanceof Tls.None)) {
            Rule rule = Rule.overTls(address).and(carried);
            RouterTls tls = new RouterTls(TlsDefaults.NAME);
            put(route, "_tls", router(EntryPoints.WEBSECURE, rule, priority, way, tls));
        }
    }

    private static Router router(String entryPoint, Rule rule, int priority, Way way, RouterTls tls) {
        return new Router(List.of(entryPoint), rule.text(), priority, way.middlewares(), way.service(), tls);
    }

    /** For a GET or HEAD without a body: it may be done twice, and no limit of a body holds up its answer. */
    private Way reading(Route route, List<String> chain, String service) {
        List<String> reading = new ArrayList<>(chain);
        reading.removeIf(name -> middlewares.get(name).buffering() != null);
        if (!route.backend().retry()) {
            return new Way(reading, service);
        }
        if (!route.backend().fallback().isEmpty()) {
            return new Way(reading, failover(route, "_read", AWAY));
        }
        reading.add(middleware(route, "retry", MiddlewareConfiguration.of(RETRY)));
        boolean bound = route.backend().sticky() && route.backend().upstreams().size() > 1;
        return new Way(reading, bound ? unbound(route, service) : service);
    }

    /** For every other request. */
    private Way writing(Route route, List<String> chain) {
        Backend backend = route.backend();
        boolean alone = backend.fallback().isEmpty();
        List<String> writing = new ArrayList<>(chain);
        if (backend.retry() && (!alone || backend.upstreams().size() > 1)) {
            writing.add(middleware(route, "unsent", MiddlewareConfiguration.of(unsent(backend))));
        }
        String service = alone
                ? spread(route, "", servers(route, backend.upstreams(), backend.check(), transport(route)))
                : failover(route, "", null);
        return new Way(writing, service);
    }

    /**
     * Only what was not sent yet, so that nothing is done twice: to the next of several servers, or to the same ones until
     * the proxy has found that they are gone, some three seconds.
     */
    private static Retry unsent(Backend backend) {
        int servers = backend.upstreams().size();
        int attempts = Math.max(ENOUGH, servers * ofEach(servers)) + MORE;
        return new Retry(attempts, "50ms", List.of(), IN_MEMORY);
    }

    /**
     * Each reload, for whatever route, ends the checks that the routes before it had, and a request that is tried again stays
     * with those. So its own tries must find that the servers are gone, before there are no more of them.
     */
    private static PassiveHealthCheck tries(Backend backend) {
        return new PassiveHealthCheck(ofEach(backend.upstreams().size()), "30s");
    }

    private static int ofEach(int servers) {
        return Math.max(LEAST_OF_EACH, ENOUGH / Math.max(1, servers));
    }

    private void redirect(Route route, Tls.Enforced enforced) {
        String port = enforced.publicPort() == 443 ? null : Integer.toString(enforced.publicPort());
        String redirect =
                middleware(route, "https", MiddlewareConfiguration.of(new RedirectScheme("https", port, true)));
        Rule rule = Rule.of(route.address()).andNot(Rule.matcher("PathPrefix", ChallengeAccess.PATH + "/"));
        put(
                route,
                "",
                new Router(
                        List.of(EntryPoints.WEB),
                        rule.text(),
                        priority(route),
                        List.of(redirect),
                        "noop@internal",
                        null));
    }

    private void put(Route route, String suffix, Router router) {
        routers.put(route.name() + suffix, router);
    }

    /** The user's own, then the path. */
    private List<String> chain(Route route) {
        List<String> chain = new ArrayList<>();
        for (int i = 0; i < route.middlewares().size(); i++) {
            chain.add(middleware(
                    route,
                    "m" + i,
                    MiddlewareTranslation.translate(route.middlewares().get(i))));
        }
        chain.addAll(rewriting(route));
        return chain;
    }

    /** What is first taken off the path, then put in front of it. */
    private List<String> rewriting(Route route) {
        List<String> chain = new ArrayList<>();
        if (route.rewrite().stripPath() && !route.address().path().isRoot()) {
            List<String> prefixes = List.of(route.address().path().text());
            chain.add(middleware(route, "strip", MiddlewareConfiguration.of(new StripPrefix(prefixes))));
        }
        if (!route.rewrite().internalPath().isRoot()) {
            String prefix = route.rewrite().internalPath().text();
            chain.add(middleware(route, "prefix", MiddlewareConfiguration.of(new AddPrefix(prefix))));
        }
        return chain;
    }

    private String middleware(Route route, String what, MiddlewareConfiguration configuration) {
        String name = route.name() + "_" + what;
        middlewares.put(name, configuration);
        return name;
    }

    /** Routes of one application that have the same servers share one service, so that each server is checked once. */
    private String shared(Route route, String suffix, Service service) {
        String prefix = prefix(route.name().owner(), route.name().application());
        for (var present : services.tailMap(prefix).entrySet()) {
            if (present.getKey().startsWith(prefix) && present.getValue().equals(service)) {
                return present.getKey();
            }
        }
        services.put(route.name() + suffix, service);
        return route.name() + suffix;
    }

    private String failover(Route route, String suffix, FailoverErrors errors) {
        Backend backend = route.backend();
        LoadBalancer other = servers(route, backend.fallback(), Optional.empty(), transport(route));
        LoadBalancer first = servers(route, backend.upstreams(), backend.check(), impatientTransport(route));
        HealthCheck check = backend.check().isPresent() ? first.healthCheck() : NEVER;
        Failover failover = new Failover(
                spread(route, "_first", first.with(check, tries(backend))), spread(route, "_fallback", other), errors);
        return shared(route, suffix, new Service(failover));
    }

    /** A cookie would lead each new try to the instance that is gone. */
    private String unbound(Route route, String service) {
        LoadBalancer any = servers(route, route.backend().upstreams(), Optional.empty(), transport(route));
        return shared(route, "_read", new Service(new Failover(service, spread(route, "_any", any.unbound()), GONE)));
    }

    private String spread(Route route, String suffix, LoadBalancer servers) {
        return shared(route, suffix, new Service(servers));
    }

    private static LoadBalancer servers(
            Route route, List<Upstream> upstreams, Optional<UpstreamCheck> check, String transport) {
        List<Server> servers =
                upstreams.stream().map(upstream -> new Server(upstream.url())).toList();
        Sticky sticky = route.backend().sticky() ? new Sticky(cookie(route)) : null;
        HealthCheck asked = check.map(c -> new HealthCheck(c.path(), duration(c.interval()), duration(c.timeout())))
                .orElse(null);
        return new LoadBalancer(servers, sticky, asked, null, transport, true);
    }

    private String transport(Route route) {
        return transport(route, "transport", new ForwardingTimeouts(null, IDLE_TIMEOUT));
    }

    private String impatientTransport(Route route) {
        return transport(route, "impatient_transport", new ForwardingTimeouts(DIAL_TIMEOUT, IDLE_TIMEOUT));
    }

    private String transport(Route route, String what, ForwardingTimeouts timeouts) {
        String name = prefix(route.name().owner(), route.name().application()) + what;
        transports.put(name, new ServersTransport(IDLE_CONNECTIONS, timeouts));
        return name;
    }

    private static Cookie cookie(Route route) {
        String name = prefix(route.name().owner(), route.name().application()) + "server";
        return new Cookie(name, route.tls() instanceof Tls.Enforced ? true : null, true, "lax");
    }

    /** As Go prints it, up to a minute, so that what Traefik's API says is equal to what was written. */
    private static String duration(Duration duration) {
        if (duration.toSeconds() == 0) {
            return duration.toMillis() + "ms";
        }
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
    }

    private static int priority(Route route) {
        int host = route.address().host().isWildcard() ? 0 : ONE_HOST;
        return host + PER_CHARACTER * route.address().path().text().length();
    }
}
