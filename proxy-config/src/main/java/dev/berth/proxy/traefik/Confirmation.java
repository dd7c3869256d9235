package dev.berth.proxy.traefik;

import dev.berth.proxy.traefik.DynamicConfiguration.Router;
import dev.berth.proxy.traefik.DynamicConfiguration.Server;
import dev.berth.proxy.traefik.DynamicConfiguration.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what Traefik runs with what it should run, below one prefix of names. */
record Confirmation(String prefix, DynamicConfiguration expected) {

    /** The first difference as the failure it would be; empty when there is none. */
    Optional<TraefikFailure> missing(List<RouterStatus> routers, List<ServiceStatus> services) {
        return routers(routers).or(() -> services(services));
    }

    private Optional<TraefikFailure> routers(List<RouterStatus> running) {
        Map<String, RouterStatus> byName =
                running.stream().collect(Collectors.toMap(RouterStatus::name, Function.identity()));
        for (Map.Entry<String, Router> router : expected.routers().entrySet()) {
            Optional<TraefikFailure> missing =
                    router(router.getKey(), router.getValue(), Optional.ofNullable(byName.remove(router.getKey())));
            if (missing.isPresent()) {
                return missing;
            }
        }
        return byName.keySet().stream().sorted().findFirst().map(name -> pending("still has router " + name));
    }

    private Optional<TraefikFailure> router(String name, Router router, Optional<RouterStatus> running) {
        if (running.isEmpty()) {
            return Optional.of(pending("does not have router " + name + " yet"));
        }
        RouterStatus status = running.get();
        boolean same = status.rule().equals(router.rule())
                && status.priority() == router.priority()
                && status.entryPoints().equals(router.entryPoints())
                && status.middlewares().equals(router.middlewares())
                && status.service().equals(router.service());
        if (!same) {
            return Optional.of(pending("still has router " + name + " as it was: " + status.rule()));
        }
        return status.isServing() ? Optional.empty() : Optional.of(refused("router " + name, status.errors()));
    }

    private Optional<TraefikFailure> services(List<ServiceStatus> running) {
        Map<String, ServiceStatus> byName =
                running.stream().collect(Collectors.toMap(ServiceStatus::name, Function.identity()));
        for (Map.Entry<String, Service> service : expected.services().entrySet()) {
            Optional<TraefikFailure> missing =
                    service(service.getKey(), service.getValue(), Optional.ofNullable(byName.remove(service.getKey())));
            if (missing.isPresent()) {
                return missing;
            }
        }
        return byName.keySet().stream().sorted().findFirst().map(name -> pending("still has service " + name));
    }

    private Optional<TraefikFailure> service(String name, Service service, Optional<ServiceStatus> running) {
        if (running.isEmpty()) {
            return Optional.of(pending("does not have service " + name + " yet"));
        }
        List<String> servers = service.loadBalancer().servers().stream()
                .map(Server::url)
                .sorted()
                .toList();
        if (!running.get().servers().equals(servers)) {
            return Optional.of(pending("service " + name + " has the servers " + running.get().servers() + ", not "
                    + servers));
        }
        return running.get().isServing()
                ? Optional.empty()
                : Optional.of(refused("service " + name, running.get().errors()));
    }

    private static TraefikFailure refused(String what, List<String> words) {
        return new TraefikFailure(
                TraefikFailure.Kind.REFUSED,
                "Traefik refuses " + what + ": " + String.join("; ", words)
                        + "; mend that route's definition, the other routes are not affected");
    }

    private static TraefikFailure pending(String what) {
        return new TraefikFailure(
                TraefikFailure.Kind.NOT_TAKEN_UP,
                "Traefik " + what + "; see its log: one file that it cannot read holds up every change");
    }
}
