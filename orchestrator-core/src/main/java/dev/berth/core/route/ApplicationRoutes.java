package dev.berth.core.route;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Domain;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.release.InstanceName;
import java.util.List;
import java.util.Optional;

/**
 * Where the proxy should lead requests for one application.
 *
 * @param domains in the order of the definition; none: the application has no route
 * @param port on which the instances listen
 * @param retry whether a request that met an instance that is gone goes to another one: a GET or HEAD also when it
 *     got a 502, any other while nothing of it was sent
 * @param check by which the proxy, too, is to tell who is well
 * @param instances sorted; those that get traffic
 * @param fallback sorted; those that get it while none of the instances answers
 * @param trial the way by which instances are tried beside that; empty: a request that tries them goes where all go
 */
public record ApplicationRoutes(
        ApplicationName application,
        List<Domain> domains,
        int port,
        boolean sticky,
        boolean retry,
        Optional<HealthCheck> check,
        List<InstanceName> instances,
        List<InstanceName> fallback,
        Optional<Trial> trial) {
    public ApplicationRoutes {
        domains = List.copyOf(domains);
        instances = instances.stream().sorted().toList();
        fallback = fallback.stream().sorted().toList();
    }

    public ApplicationRoutes with(Trial newTrial) {
        return new ApplicationRoutes(
                application, domains, port, sticky, retry, check, instances, fallback, Optional.of(newTrial));
    }

    /** Those that answer a request that tries these routes. */
    public List<InstanceName> tried() {
        return trial.map(Trial::instances).orElse(instances);
    }
}
