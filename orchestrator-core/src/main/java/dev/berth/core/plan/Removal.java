package dev.berth.core.plan;

import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ObservedState;
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

/** Takes a whole project away: first what runs, then what it ran on. */
final class Removal {
    private static final Duration GRACE_OF_THE_UNKNOWN = Duration.ofSeconds(10);
    private static final String DELETED = "the project is deleted";

    private final ProjectName project;
    private final ObservedState observed;
    private final DesiredState accepted;

    private Removal(ObservedState observed, DesiredState accepted) {
        this.project = observed.project();
        this.observed = observed;
        this.accepted = accepted;
    }

    static Plan plan(ObservedState observed, DesiredState accepted, RouteSnapshot routes, boolean volumes) {
        Removal removal = new Removal(observed, accepted);
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage("routes", new TreeSet<>(), removal.withdraw(routes), ""));
        stages.add(new Stage("applications", before(stages), removal.removeInstances(), ""));
        stages.add(new Stage(Stage.CLEAN_UP, before(stages), removal.cleanUp(volumes), ""));
        return new Plan(removal.project, stages);
    }

    private static SortedSet<String> before(List<Stage> stages) {
        SortedSet<String> titles = new TreeSet<>();
        stages.forEach(s -> titles.add(s.title()));
        return titles;
    }

    private List<Step> withdraw(RouteSnapshot routes) {
        return routes.applications().stream()
                .sorted()
                .map(name -> Step.of(new Action.WithdrawRoutes(project, name), DELETED))
                .toList();
    }

    /** Dependants before those they depend on. */
    private List<Step> removeInstances() {
        List<Step> steps = new ArrayList<>();
        for (DesiredApplication application : DependencyOrder.reversed(accepted)) {
            observed.instances().stream()
                    .filter(i -> i.name().release().application().equals(application.name()))
                    .forEach(i -> steps.addAll(StageSteps.takeAway(i, StageSteps.grace(application), DELETED)));
        }
        observed.instances().stream()
                .filter(this::isUnknown)
                .forEach(i -> steps.addAll(StageSteps.takeAway(i, GRACE_OF_THE_UNKNOWN, DELETED)));
        return steps;
    }

    private boolean isUnknown(ObservedInstance instance) {
        return accepted.application(instance.name().release().application()).isEmpty();
    }

    private List<Step> cleanUp(boolean volumes) {
        List<Step> steps = new ArrayList<>();
        if (observed.network()) {
            steps.add(Step.of(new Action.RemoveNetwork(project), DELETED));
        }
        for (DesiredApplication application : accepted.applications()) {
            ImageSpec image = application.release().image();
            if (image instanceof ImageSpec.Built && observed.images().contains(image.reference())) {
                steps.add(Step.of(new Action.RemoveImage(image.reference()), DELETED));
            }
        }
        if (volumes) {
            own().forEach(v -> steps.add(Step.of(new Action.RemoveVolume(v), "asked for with --volumes")));
        }
        accepted.applications().forEach(a -> steps.add(Step.of(new Action.Forget(project, a.name()), DELETED)));
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
