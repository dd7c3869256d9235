package dev.berth.core.reconcile;

import dev.berth.core.deploy.DeploymentLog;
import dev.berth.core.deploy.Errand;
import dev.berth.core.deploy.Meanwhile;
import dev.berth.core.deploy.PlanOutcome;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.ProjectAction;
import dev.berth.core.plan.Stage;
import dev.berth.core.plan.Step;
import dev.berth.core.plan.Target;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Pulls and builds again on a user's wish. It comes before the plan, because only afterwards is it known whether there is
 * a new release at all: an image other than the proven one raises the generation, and with it the fingerprint.
 */
final class SecondLook {
    private final World world;

    SecondLook(World world) {
        this.world = world;
    }

    PlanOutcome take(
            DesiredState wanted, Set<ApplicationName> names, Target target, DeploymentLog log, Meanwhile meanwhile) {
        ProjectName project = wanted.project();
        List<Stage> stages = new ArrayList<>();
        for (ApplicationName name : new TreeSet<>(names)) {
            ImageSpec image = wanted.application(name).orElseThrow().release().image();
            stages.add(new Stage(
                    name.text(),
                    new TreeSet<>(),
                    List.of(Step.of(
                            new ProjectAction.ProvideImage(project, name, image, true), "ordered to look again")),
                    "what ran goes on running"));
        }
        PlanOutcome outcome = world.executor().deploy(new Errand(new Plan(project, stages), target, log), meanwhile);
        if (outcome.succeeded()) {
            names.forEach(name -> compare(project, wanted.application(name).orElseThrow()));
        }
        return outcome;
    }

    private void compare(ProjectName project, DesiredApplication application) {
        Release release = application.release();
        Optional<String> proven = world.store().accepted().state(project).application(application.name()).stream()
                .map(DesiredApplication::release)
                .filter(r -> r.image().reference().equals(release.image().reference()))
                .flatMap(r -> r.imageId().stream())
                .findFirst();
        Optional<String> now = world.engine().imageId(release.image().reference());
        if (proven.isPresent() && now.isPresent()) {
            world.store().generations().looked(project, key(release), proven.get(), now.get());
        }
    }

    /** By what generations are counted: a pulled image's reference, a built one's application. */
    private static String key(Release release) {
        return release.image() instanceof ImageSpec.Pulled pulled
                ? pulled.reference()
                : release.name().project() + "/" + release.name().application();
    }
}
