package dev.berth.core.release;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.Domain;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.Mount;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What should be of one application: its release, and what may change without a new one.
 *
 * @param healthCheck the declared one; when empty the image's is asked, then {@code fallback}
 * @param fallback TCP on the port, or running for a while
 * @param dependsOn sorted: the order in which it is written means nothing
 * @param stopped by the user's wish: no instance runs, no route leads to it
 */
public record DesiredApplication(
        Release release,
        int replicas,
        boolean sticky,
        boolean retry,
        OptionalInt port,
        List<Domain> domains,
        Restart restart,
        Optional<HealthCheck> healthCheck,
        HealthCheck fallback,
        List<Dependency> dependsOn,
        boolean job,
        Resources resources,
        DeployPolicy deploy,
        DeployPolicy.Order order,
        boolean stopped) {
    public DesiredApplication {
        domains = List.copyOf(domains);
        dependsOn = dependsOn.stream()
                .sorted(Comparator.comparing(Dependency::application))
                .toList();
    }

    public ApplicationName name() {
        return release.name().application();
    }

    public DesiredApplication withRelease(Release other) {
        return with(other, replicas, stopped);
    }

    public DesiredApplication withReplicas(int other) {
        return with(release, other, stopped);
    }

    public DesiredApplication withStopped(boolean other) {
        return with(release, replicas, other);
    }

    /**
     * With an earlier release of the same application in place of this one. What tells of its program comes with it (the
     * port it listens on, its health check, whether it ends by itself); what was chosen for whatever runs stays: replicas,
     * routes, limits, restart policy, dependencies, deploy policy.
     */
    public DesiredApplication goingBackTo(DesiredApplication earlier) {
        return new DesiredApplication(
                earlier.release,
                earlier.job ? earlier.replicas : replicas,
                sticky,
                retry,
                earlier.port.isPresent() ? earlier.port : port,
                domains,
                restart,
                earlier.healthCheck,
                earlier.fallback,
                dependsOn,
                earlier.job,
                resources,
                deploy,
                order(deploy, earlier.release),
                stopped);
    }

    /** Two instances cannot have the same port of the host, whatever the user wishes for the present release. */
    private static DeployPolicy.Order order(DeployPolicy deploy, Release release) {
        boolean writes = release.mounts().stream().anyMatch(m -> m instanceof Mount.Volume v && !v.readOnly());
        return release.ports().isEmpty()
                ? deploy.order().orElse(writes ? DeployPolicy.Order.STOP_FIRST : DeployPolicy.Order.START_FIRST)
                : DeployPolicy.Order.STOP_FIRST;
    }

    private DesiredApplication with(Release newRelease, int newReplicas, boolean newStopped) {
        return new DesiredApplication(
                newRelease,
                newReplicas,
                sticky,
                retry,
                port,
                domains,
                restart,
                healthCheck,
                fallback,
                dependsOn,
                job,
                resources,
                deploy,
                order,
                newStopped);
    }
}
