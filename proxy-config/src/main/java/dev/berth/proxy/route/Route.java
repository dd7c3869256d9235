package dev.berth.proxy.route;

import java.util.Comparator;
import java.util.List;

/**
 * Requests for an address go to a backend. Immutable; {@code with…} answers a changed copy.
 *
 * @param middlewares in the order in which a request passes them, before the path is rewritten
 */
public record Route(
        RouteName name, Address address, Tls tls, List<Middleware> middlewares, Rewrite rewrite, Backend backend)
        implements Comparable<Route> {

    private static final Comparator<Route> ORDER = Comparator.comparing(Route::name);

    public Route {
        middlewares = List.copyOf(middlewares);
    }

    /** A plain HTTP route without anything in between. */
    public static Route of(RouteName name, Address address, List<Upstream> upstreams) {
        return new Route(name, address, Tls.none(), List.of(), Rewrite.NONE, Backend.of(upstreams));
    }

    public Route withTls(Tls newTls) {
        return new Route(name, address, newTls, middlewares, rewrite, backend);
    }

    public Route withMiddlewares(List<Middleware> newMiddlewares) {
        return new Route(name, address, tls, newMiddlewares, rewrite, backend);
    }

    public Route withRewrite(Rewrite newRewrite) {
        return new Route(name, address, tls, middlewares, newRewrite, backend);
    }

    public Route withBackend(Backend newBackend) {
        return new Route(name, address, tls, middlewares, rewrite, newBackend);
    }

    @Override
    public int compareTo(Route other) {
        return ORDER.compare(this, other);
    }
}
