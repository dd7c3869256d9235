package dev.berth.core.plan;

import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.VolumeName;
import dev.berth.core.route.RouteSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Takes a whole project away: first what runs, dependants before those they need, then what it ran on. It is forgotten as a
 * whole when all of that is gone, so that none of it is ever kept true without the rest.
 */
final class Removal {
    private static final Duration GRACE_OF_THE_UNKNOWN = Duration.ofSeconds(10);
    private static final String DELETED = "the project is deleted";

    private final ProjectName project;
    private final ObservedState observed;
    private final DesiredState accepted;
    private final RouteSnapshot routes;

    private Removal(ObservedState observed, DesiredState accepted, RouteSnapshot routes) {
        this.project = observed.project();
        this.observed = observed;
        this.accepted = accepted;
        this.routes = routes;
    }

    static Plan plan(ObservedState observed, DesiredState accepted, RouteSnapshot routes, boolean volumes) {
        Removal removal = new Removal(observed, accepted, routes);
        List<Stage> stages = new ArrayList<>();
        SortedSet<String> earlier = new TreeSet<>();
        for (DesiredApplication application : DependencyOrder.reversed(accepted)) {
            stages.add(removal.stage(application, earlier));
            earlier.add(application.name().text());
        }
        stages.add(new Stage(Stage.CLEAN_UP, earlier, removal.cleanUp(volumes), ""));
        return new Plan(removal.project, stages);
    }

    private Stage stage(DesiredApplication application, SortedSet<String> earlier) {
        List<Step> steps = new ArrayList<>();
        if (routes.applications().contains(application.name())) {
            steps.add(Step.of(new RouteAction.WithdrawRoutes(project, application.name()), DELETED));
        }
        observed.instances().stream()
                .filter(i -> i.name().release().application().equals(application.name()))
                .forEach(i -> {
                    steps.addAll(StageSteps.marking(i, application));
                    steps.addAll(StageSteps.takeAway(i, StageSteps.grace(application), DELETED));
                });
        return new Stage(application.name().text(), dependants(application, earlier), steps, "");
    }

    /** Only among those earlier in order: what was accepted at different times may depend in a circle. */
    private SortedSet<String> dependants(DesiredApplication application, SortedSet<String> earlier) {
        SortedSet<String> dependants = new TreeSet<>();
        accepted.applications().stream()
                .filter(a ->
                        a.dependsOn().stream().anyMatch(d -> d.application().equals(application.name())))
                .map(a -> a.name().text())
                .filter(earlier::contains)
                .forEach(dependants::add);
        return dependants;
    }

    private boolean isUnknown(ApplicationName application) {
        return accepted.application(application).isEmpty();
    }

    private List<Step> cleanUp(boolean volumes) {
        List<Step> steps = new ArrayList<>();
        routes.applications().stream()
                .filter(this::isUnknown)
                .sorted()
                .forEach(name -> steps.add(Step.of(new RouteAction.WithdrawRoutes(project, name), DELETED)));
        observed.instances().stream()
                .filter(i -> isUnknown(i.name().release().application()))
                .forEach(i -> steps.addAll(StageSteps.takeAway(i, GRACE_OF_THE_UNKNOWN, DELETED)));
        if (observed.network()) {
            steps.add(Step.of(new ProjectAction.RemoveNetwork(project), DELETED));
        }
        for (DesiredApplication application : accepted.applications()) {
            ImageSpec image = application.release().image();
            if (image instanceof ImageSpec.Built && observed.images().contains(image.reference())) {
                steps.add(Step.of(new ProjectAction.RemoveImage(image.reference()), DELETED));
            }
        }
        if (volumes) {
            own().forEach(v -> steps.add(Step.of(new ProjectAction.RemoveVolume(v), "asked for with --volumes")));
        }
        SortedSet<ApplicationName> known = new TreeSet<>();
        accepted.applications().forEach(a -> known.add(a.name()));
        if (!known.isEmpty()) {
            steps.add(Step.of(new ProjectAction.Forget(project, known), DELETED));
        }
        return steps;
    }

    /** The volumes that Berth made for this project, also those that no release mounts anymore. */
    private SortedSet<VolumeName> own() {
        SortedSet<VolumeName> own = new TreeSet<>();
        observed.volumes().stream()
                .filter(name -> name.startsWith(project + "_"))
                .forEach(name -> own.add(new VolumeName(name, false)));
        accepted.applications().stream()
                .flatMap(a -> a.release().volumes().values().stream())
                .filter(v -> v.external())
                .forEach(external -> own.removeIf(v -> v.text().equals(external.text())));
        return own;
    }
}
