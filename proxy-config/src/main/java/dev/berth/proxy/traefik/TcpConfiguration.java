package dev.berth.proxy.traefik;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The section {@code tcp} of a {@link DynamicConfiguration}, as far as Berth writes it. */
public record TcpConfiguration(SortedMap<String, Router> routers, SortedMap<String, Service> services) {

    public TcpConfiguration {
        routers = routers == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(routers));
        services = services == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(services));
    }

    public record Router(List<String> entryPoints, String rule, Integer priority, String service, RouterTls tls) {
        public Router {
            entryPoints = entryPoints == null ? List.of() : List.copyOf(entryPoints);
        }
    }

    /** Whether the connection is handed on as it is, so that the server behind speaks TLS itself. */
    public record RouterTls(Boolean passthrough) {}

    public record Service(LoadBalancer loadBalancer) {}

    public record LoadBalancer(List<Server> servers) {
        public LoadBalancer {
            servers = servers == null ? List.of() : List.copyOf(servers);
        }
    }

    public record Server(String address) {}

    boolean isEmpty() {
        return routers.isEmpty() && services.isEmpty();
    }
}
