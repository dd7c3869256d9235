package dev.berth.proxy.traefik;

import dev.berth.proxy.route.Address;
import dev.berth.proxy.route.Route;
import dev.berth.proxy.route.RouteName;
import dev.berth.proxy.route.Upstream;
import java.util.Arrays;
import java.util.List;

/** Short ways to say a route in a test. */
final class Routes {

    private Routes() {}

    /** The first route of shop/web, to servers named {@code NAME:PORT}. */
    static Route web(String host, String path, String... servers) {
        return route("shop", "web", 0, host, path, servers);
    }

    static Route route(String owner, String application, int index, String host, String path, String... servers) {
        List<Upstream> upstreams = Arrays.stream(servers)
                .map(server -> Upstream.ofUrl("http://" + server))
                .toList();
        return Route.of(new RouteName(owner, application, index), Address.of(host, path), upstreams);
    }
}
