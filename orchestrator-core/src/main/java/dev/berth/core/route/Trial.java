package dev.berth.core.route;

import dev.berth.core.project.Domain;
import dev.berth.core.release.InstanceName;
import java.util.List;

/**
 * A way through the proxy by which instances are tried: while nobody else is led to them, or while others would answer for
 * them. Only who publishes it knows what a request has to carry to go that way.
 *
 * @param domain under which they will have visitors
 * @param port on which they listen
 * @param instances sorted
 */
public record Trial(Domain domain, int port, List<InstanceName> instances) {
    public Trial {
        instances = instances.stream().sorted().toList();
    }
}
