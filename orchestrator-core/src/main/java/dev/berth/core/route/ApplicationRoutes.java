package dev.berth.core.route;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Domain;
import dev.berth.core.release.InstanceName;
import java.util.List;

/**
 * Where the proxy should lead requests for one application.
 *
 * @param domains in the order of the definition; none: the application has no route
 * @param port on which the instances listen
 * @param instances sorted; those that get traffic
 */
public record ApplicationRoutes(
        ApplicationName application, List<Domain> domains, int port, boolean sticky, List<InstanceName> instances) {
    public ApplicationRoutes {
        domains = List.copyOf(domains);
        instances = instances.stream().sorted().toList();
    }
}
