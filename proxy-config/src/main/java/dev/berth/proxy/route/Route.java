package dev.berth.proxy.route;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Requests for an address go to a backend. Immutable; {@code with…} answers a changed copy.
 *
 * @param middlewares in the order in which a request passes them, before the path is rewritten
 * @param word what a request has to carry to be led by this route, past the middlewares; whoever knows it gets to the
 *     backend whatever they forbid. Empty: every request for the address is led by it
 */
public record Route(
        RouteName name,
        Address address,
        Tls tls,
        List<Middleware> middlewares,
        Rewrite rewrite,
        Backend backend,
        Optional<String> word)
        implements Comparable<Route> {

    private static final Comparator<Route> ORDER = Comparator.comparing(Route::name);

    public Route {
        middlewares = List.copyOf(middlewares);
    }

    /** A plain HTTP route without anything in between. */
    public static Route of(RouteName name, Address address, List<Upstream> upstreams) {
        return new Route(name, address, Tls.none(), List.of(), Rewrite.NONE, Backend.of(upstreams), Optional.empty());
    }

    public Route withTls(Tls newTls) {
        return new Route(name, address, newTls, middlewares, rewrite, backend, word);
    }

    public Route withMiddlewares(List<Middleware> newMiddlewares) {
        return new Route(name, address, tls, newMiddlewares, rewrite, backend, word);
    }

    public Route withRewrite(Rewrite newRewrite) {
        return new Route(name, address, tls, middlewares, newRewrite, backend, word);
    }

    public Route withBackend(Backend newBackend) {
        return new Route(name, address, tls, middlewares, rewrite, newBackend, word);
    }

    /** Only for requests that carry it. */
    public Route withWord(String newWord) {
        return new Route(name, address, tls, middlewares, rewrite, backend, Optional.of(newWord));
    }

    @Override
    public int compareTo(Route other) {
        return ORDER.compare(this, other);
    }
}
