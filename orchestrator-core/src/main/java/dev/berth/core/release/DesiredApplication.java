package dev.berth.core.release;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.Domain;
import dev.berth.core.project.HealthCheck;
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
