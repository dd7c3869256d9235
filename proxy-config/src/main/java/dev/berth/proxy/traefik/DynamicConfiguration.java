package dev.berth.proxy.traefik;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The part of Traefik's dynamic configuration that Berth writes, field by field as Traefik names it (v3.7, file
 * provider). A mirror of a foreign format: what is not set is null there and here, and only in this package.
 */
public record DynamicConfiguration(Http http, TcpConfiguration tcp, Tls tls) {

    private static final DynamicConfiguration EMPTY = new DynamicConfiguration(null, null, null);

    public DynamicConfiguration {
        http = http == null || http.isEmpty() ? null : http;
        tcp = tcp == null || tcp.isEmpty() ? null : tcp;
        tls = tls == null || tls.isEmpty() ? null : tls;
    }

    public record Http(
            SortedMap<String, Router> routers,
            SortedMap<String, MiddlewareConfiguration> middlewares,
            SortedMap<String, Service> services,
            SortedMap<String, ServersTransport> serversTransports) {
        public Http {
            routers = copy(routers);
            middlewares = copy(middlewares);
            services = copy(services);
            serversTransports = copy(serversTransports);
        }

        private boolean isEmpty() {
            return routers.isEmpty() && middlewares.isEmpty() && services.isEmpty() && serversTransports.isEmpty();
        }
    }

    public record Router(
            List<String> entryPoints,
            String rule,
            Integer priority,
            List<String> middlewares,
            String service,
            RouterTls tls) {
        public Router {
            entryPoints = copy(entryPoints);
            middlewares = copy(middlewares);
        }
    }

    /** That a router speaks TLS, with the set of TLS options of that name. */
    public record RouterTls(String options) {}

    public record Service(LoadBalancer loadBalancer, Failover failover) {
        Service(LoadBalancer loadBalancer) {
            this(loadBalancer, null);
        }

        Service(Failover failover) {
            this(null, failover);
        }
    }

    /** The one service, or the other while the first has no healthy server. */
    public record Failover(String service, String fallback, FailoverErrors errors) {}

    /**
     * Answers of the first service after which the same request is sent to the other.
     *
     * @param maxRequestBodyBytes longer ones are refused with 413; -1: none are, however much memory that takes
     */
    public record FailoverErrors(Long maxRequestBodyBytes, List<String> status) {
        public FailoverErrors {
            status = copy(status);
        }
    }

    public record LoadBalancer(
            List<Server> servers,
            Sticky sticky,
            HealthCheck healthCheck,
            PassiveHealthCheck passiveHealthCheck,
            String serversTransport,
            Boolean passHostHeader) {
        public LoadBalancer {
            servers = copy(servers);
        }

        LoadBalancer with(HealthCheck check, PassiveHealthCheck passive) {
            return new LoadBalancer(servers, sticky, check, passive, serversTransport, passHostHeader);
        }

        /** By no cookie. */
        LoadBalancer unbound() {
            return new LoadBalancer(servers, null, healthCheck, passiveHealthCheck, serversTransport, passHostHeader);
        }
    }

    public record Server(String url) {}

    public record Sticky(Cookie cookie) {}

    public record Cookie(String name, Boolean secure, Boolean httpOnly, String sameSite) {}

    public record HealthCheck(String path, String interval, String timeout) {}

    /** A server is gone after so many requests in a row that did not reach it or that it answered 5xx. */
    public record PassiveHealthCheck(Integer maxFailedAttempts, String failureWindow) {}

    public record ServersTransport(Integer maxIdleConnsPerHost, ForwardingTimeouts forwardingTimeouts) {}

    public record ForwardingTimeouts(String dialTimeout, String idleConnTimeout) {}

    public record Tls(
            List<Certificate> certificates, SortedMap<String, TlsOptions> options, SortedMap<String, Store> stores) {
        public Tls {
            certificates = copy(certificates);
            options = copy(options);
            stores = copy(stores);
        }

        private boolean isEmpty() {
            return certificates.isEmpty() && options.isEmpty() && stores.isEmpty();
        }
    }

    /** What is shown where nothing fits. */
    public record Store(Certificate defaultCertificate) {}

    public record TlsOptions(
            String minVersion,
            List<String> cipherSuites,
            List<String> curvePreferences,
            List<String> alpnProtocols,
            Boolean sniStrict) {
        public TlsOptions {
            cipherSuites = copy(cipherSuites);
            curvePreferences = copy(curvePreferences);
            alpnProtocols = copy(alpnProtocols);
        }
    }

    /** A certificate with its chain and its key, both as PEM text inline: so they change in one rename. */
    public record Certificate(String certFile, String keyFile) {
        @Override
        public String toString() {
            return "Certificate[(secret)]";
        }
    }

    public static DynamicConfiguration empty() {
        return EMPTY;
    }

    static DynamicConfiguration of(Http http) {
        return new DynamicConfiguration(http, null, null);
    }

    static DynamicConfiguration of(List<Certificate> certificates) {
        return new DynamicConfiguration(null, null, new Tls(certificates, null, null));
    }

    /** The HTTP sections of all of them. A name that stands in two is an {@link IllegalStateException}. */
    static DynamicConfiguration merge(Collection<DynamicConfiguration> parts) {
        return of(new Http(
                union(parts, DynamicConfiguration::routers),
                union(parts, DynamicConfiguration::middlewares),
                union(parts, DynamicConfiguration::services),
                union(parts, DynamicConfiguration::serversTransports)));
    }

    public boolean isEmpty() {
        return http == null && tcp == null && tls == null;
    }

    public SortedMap<String, Router> routers() {
        return http == null ? Collections.emptySortedMap() : http.routers();
    }

    public SortedMap<String, MiddlewareConfiguration> middlewares() {
        return http == null ? Collections.emptySortedMap() : http.middlewares();
    }

    public SortedMap<String, Service> services() {
        return http == null ? Collections.emptySortedMap() : http.services();
    }

    public SortedMap<String, ServersTransport> serversTransports() {
        return http == null ? Collections.emptySortedMap() : http.serversTransports();
    }

    SortedMap<String, TcpConfiguration.Router> tcpRouters() {
        return tcp == null ? Collections.emptySortedMap() : tcp.routers();
    }

    SortedMap<String, TcpConfiguration.Service> tcpServices() {
        return tcp == null ? Collections.emptySortedMap() : tcp.services();
    }

    public List<Certificate> certificates() {
        return tls == null ? List.of() : tls.certificates();
    }

    /** Whether clients are served that name no host in their handshake. */
    boolean servesNameless() {
        return tls != null && !tls.stores().isEmpty();
    }

    /** What is named {@code PREFIX…}: the part of one application. */
    DynamicConfiguration only(String prefix) {
        return of(new Http(
                only(routers(), prefix),
                only(middlewares(), prefix),
                only(services(), prefix),
                only(serversTransports(), prefix)));
    }

    private static <T> SortedMap<String, T> only(SortedMap<String, T> all, String prefix) {
        return all.subMap(prefix, prefix + Character.MAX_VALUE);
    }

    private static <T> SortedMap<String, T> union(
            Collection<DynamicConfiguration> parts, Function<DynamicConfiguration, Map<String, T>> section) {
        SortedMap<String, T> all = new TreeMap<>();
        for (DynamicConfiguration part : parts) {
            section.apply(part).forEach((name, value) -> {
                if (all.put(name, value) != null) {
                    throw new IllegalStateException(name + " stands in two parts of one owner");
                }
            });
        }
        return all;
    }

    private static <T> SortedMap<String, T> copy(SortedMap<String, T> map) {
        return map == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    private static <T> List<T> copy(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
