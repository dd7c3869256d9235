package dev.berth.proxy.traefik;

import dev.berth.proxy.route.Route;
import dev.berth.proxy.route.Upstream;
import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one application has in Traefik's files: comparable with what it should have, which is
 * {@code PublishedApplication.of(routes)}.
 *
 * @param part its routers, services and the rest; what no route needs is not there
 */
public record PublishedApplication(DynamicConfiguration part) {

    public PublishedApplication {
        upstreams(part);
    }

    /** What these routes of one application come to. */
    public static PublishedApplication of(Collection<Route> routes) {
        return new PublishedApplication(RouteTranslation.translate(routes));
    }

    /** The servers that get its requests, or would. */
    public SortedSet<Upstream> upstreams() {
        return upstreams(part);
    }

    private static SortedSet<Upstream> upstreams(DynamicConfiguration part) {
        SortedSet<Upstream> upstreams = new TreeSet<>();
        part.services().values().stream()
                .map(DynamicConfiguration.Service::loadBalancer)
                .filter(Objects::nonNull) // one that leads to others
                .flatMap(balancer -> balancer.servers().stream())
                .forEach(server -> upstreams.add(Upstream.ofUrl(server.url())));
        return Collections.unmodifiableSortedSet(upstreams);
    }
}
