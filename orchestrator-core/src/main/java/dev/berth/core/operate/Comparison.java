package dev.berth.core.operate;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.ForeignThing;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.plan.Situation;
import dev.berth.core.project.ProjectName;
import dev.berth.core.reconcile.KeptVolumes;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.RoutePublisher;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Compares what is wanted with what is, for the answer to a user; the lane does so again when it acts. */
public final class Comparison {
    private final Engine engine;
    private final RoutePublisher routes;
    private final boolean proxied;

    /** @param proxied whether there is a reverse proxy */
    public Comparison(Engine engine, RoutePublisher routes, boolean proxied) {
        this.engine = engine;
        this.routes = routes;
        this.proxied = proxied;
    }

    boolean isProxied() {
        return proxied;
    }

    /**
     * @param lately what the engine has; empty: it is asked
     * @param unhealthy running instances that fail their health check
     * @param underWay the deployment that is at work on the project now
     */
    Plan plan(
            DesiredState wanted,
            DesiredState accepted,
            Optional<ObservedState> lately,
            Set<InstanceName> unhealthy,
            OptionalLong underWay) {
        ProjectName project = wanted.project();
        ObservedState observed = lately.orElseGet(() -> engine.observe(project));
        return Planner.plan(Situation.deploying(wanted, accepted, observed, routes.observe(project))
                .withProxied(proxied)
                .withUnhealthy(unhealthy)
                .withUnderWay(underWay));
    }

    /** What is left of a project that is gone. */
    SortedSet<String> keptVolumes(ProjectName project) {
        return KeptVolumes.of(engine, project);
    }

    /** What is not ours and stands where the project needs its own, in words. */
    Optional<String> obstacle(ProjectName project) {
        String found = engine.obstacles(project).stream()
                .sorted()
                .map(Comparison::text)
                .collect(Collectors.joining("; "));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        found + "; Berth leaves it alone: remove or rename it, give the project another name, or start"
                                + " the daemon on the data directory that made it");
    }

    private static String text(ForeignThing thing) {
        return "the " + thing.kind() + " " + thing.name() + " belongs to " + thing.owner();
    }
}
