package dev.berth.core.proxy;

import dev.berth.core.engine.EngineNames;
import dev.berth.core.project.Domain;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.Middleware;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.ApplicationRoutes;
import dev.berth.proxy.route.Address;
import dev.berth.proxy.route.Backend;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.PathPrefix;
import dev.berth.proxy.route.Rewrite;
import dev.berth.proxy.route.Route;
import dev.berth.proxy.route.RouteName;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.route.Upstream;
import dev.berth.proxy.route.UpstreamCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Says an application's routes in the proxy's words. Pure. */
record RouteWording(EngineNames names, TrialWords words) {
    /** @param tls how each host that wants https speaks it at the moment */
    List<Route> routes(ProjectName project, ApplicationRoutes wanted, Function<HostName, Tls> tls) {
        Optional<UpstreamCheck> check = wanted.check().flatMap(c -> check(c, wanted.port()));
        List<Upstream> fallback = upstreams(wanted.fallback(), wanted.port());
        Backend backend = new Backend(
                upstreams(wanted.instances(), wanted.port()),
                wanted.sticky(),
                fallback.isEmpty() ? check : check.map(UpstreamCheck::quick),
                wanted.retry(),
                fallback);
        List<Route> routes = new ArrayList<>();
        for (Domain domain : wanted.domains()) {
            RouteName name = new RouteName(project.text(), wanted.application().text(), routes.size());
            routes.add(route(name, domain, tls)
                    .withMiddlewares(domain.middlewares().stream()
                            .map(RouteWording::middleware)
                            .toList())
                    .withBackend(backend));
        }
        wanted.trial().ifPresent(trial -> {
            RouteName name = new RouteName(project.text(), wanted.application().text(), routes.size());
            routes.add(route(name, trial.domain(), tls)
                    .withBackend(Backend.of(upstreams(trial.instances(), trial.port())))
                    .withWord(words.of(trial)));
        });
        return routes;
    }

    /** Past all middlewares, to nobody. */
    private static Route route(RouteName name, Domain domain, Function<HostName, Tls> tls) {
        HostName host = HostName.of(domain.host());
        return Route.of(name, new Address(host, PathPrefix.of(domain.path())), List.of())
                .withTls(domain.https() ? tls.apply(host) : Tls.none())
                .withRewrite(new Rewrite(
                        domain.stripPath(), PathPrefix.of(domain.internalPath().orElse("/"))));
    }

    private List<Upstream> upstreams(List<InstanceName> instances, int port) {
        return instances.stream()
                .map(instance -> Upstream.of(names.host(instance), port))
                .toList();
    }

    private static Optional<UpstreamCheck> check(HealthCheck check, int port) {
        return check.httpOn(port).map(http -> UpstreamCheck.near(http.path(), check.interval(), check.timeout()));
    }

    private static dev.berth.proxy.route.Middleware middleware(Middleware wanted) {
        if (wanted instanceof Middleware.Headers headers) {
            return new dev.berth.proxy.route.Middleware.Headers(
                    new TreeMap<>(headers.request()), new TreeMap<>(headers.response()));
        }
        if (wanted instanceof Middleware.BasicAuth auth) {
            return new dev.berth.proxy.route.Middleware.BasicAuth(auth.users());
        }
        if (wanted instanceof Middleware.RateLimit limit) {
            return new dev.berth.proxy.route.Middleware.RateLimit(limit.average(), limit.burst());
        }
        if (wanted instanceof Middleware.MaxBody body) {
            return new dev.berth.proxy.route.Middleware.MaxBody(body.bytes());
        }
        if (wanted instanceof Middleware.IpAllow allow) {
            return new dev.berth.proxy.route.Middleware.IpAllow(allow.ranges());
        }
        if (wanted instanceof Middleware.RedirectTo redirect) {
            return new dev.berth.proxy.route.Middleware.RedirectTo(HostName.of(redirect.host()), redirect.permanent());
        }
        return new dev.berth.proxy.route.Middleware.Compress();
    }
}
