package dev.berth.core.reconcile;

import dev.berth.core.deploy.Task;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.plan.Situation;
import dev.berth.core.plan.Stage;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.RouteSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an order means for a project: which state it wants, and what else the plan has to know. */
final class Orders {
    private final World world;

    Orders(World world) {
        this.world = world;
    }

    boolean looksAgain(Task task) {
        return task instanceof Task.Deploy || task instanceof Task.Apply apply && apply.lookAgain();
    }

    /** The applications whose image a task looks at again. */
    Set<ApplicationName> lookedAgain(Task task, DesiredState wanted) {
        Set<ApplicationName> all =
                wanted.applications().stream().map(DesiredApplication::name).collect(Collectors.toSet());
        if (task instanceof Task.Deploy deploy) {
            all.retainAll(Set.of(deploy.name()));
        }
        return all;
    }

    /** @throws RequestException when the revision cannot be resolved any more */
    DesiredState wanted(ProjectName project, Task task, long revision) {
        DesiredState accepted = world.store().accepted().state(project);
        if (task instanceof Task.Remove) {
            return new DesiredState(project, List.of());
        }
        if (task instanceof Task.Apply) {
            return RequestedStates.pinned(world.requested().of(project, revision), accepted);
        }
        if (tries(task)) {
            ApplicationName name = task.application().orElseThrow();
            return with(accepted, RequestedStates.pinned(world.requested().of(project, revision), accepted), name);
        }
        return accepted;
    }

    /** Whether a task tries what its revision asks for; what was applied to a stopped application is tried at its start. */
    boolean tries(Task task) {
        return task instanceof Task.Apply || task instanceof Task.Deploy || task instanceof Task.Start;
    }

    /** @param unhealthy running instances that fail their health check */
    Plan plan(
            ProjectName project,
            Task task,
            long revision,
            ObservedState observed,
            RouteSnapshot routes,
            Set<InstanceName> unhealthy) {
        DesiredState accepted = world.store().accepted().state(project);
        if (task instanceof Task.Remove remove) {
            return Planner.removal(observed, accepted, routes, remove.volumes());
        }
        DesiredState before = before(task, accepted, observed);
        Plan plan = Planner.plan(Situation.deploying(wanted(project, task, revision), before, observed, routes)
                .withProxied(world.proxied() && !project.equals(ProjectName.PROXY))
                .withUnhealthy(unhealthy)
                .withReplace(replaced(task, observed)));
        return task instanceof Task.Apply ? plan : plan.only(stage -> concerns(stage, task));
    }

    /** What is wished for is a part of the accepted state already: the number there was before is what is there. */
    private static DesiredState before(Task task, DesiredState accepted, ObservedState observed) {
        if (!(task instanceof Task.Scale)) {
            return accepted;
        }
        return new DesiredState(
                accepted.project(),
                accepted.applications().stream()
                        .map(a -> task.application().equals(Optional.of(a.name()))
                                ? a.withReplicas(count(a, observed))
                                : a)
                        .toList());
    }

    private static int count(DesiredApplication application, ObservedState observed) {
        long found = observed.instances().stream()
                .filter(i -> i.name().release().equals(application.release().name()))
                .count();
        return (int) Math.max(1, found);
    }

    /** What else is wrong with the project is left to healing: it says nothing about this order. */
    private static boolean concerns(Stage stage, Task task) {
        return stage.title().equals(Stage.PREPARE)
                || task.application().map(a -> stage.title().equals(a.text())).orElse(false);
    }

    private static Map<InstanceName, String> replaced(Task task, ObservedState observed) {
        Map<InstanceName, String> found = new TreeMap<>();
        if (task instanceof Task.Restart restart) {
            observed.instances().stream()
                    .map(ObservedInstance::name)
                    .filter(name -> name.release().application().equals(restart.name()))
                    .forEach(name -> found.put(name, "restart ordered"));
        }
        return found;
    }

    private static DesiredState with(DesiredState accepted, DesiredState requested, ApplicationName name) {
        List<DesiredApplication> applications = new ArrayList<>(accepted.applications());
        Optional<DesiredApplication> one = requested.application(name);
        applications.removeIf(a -> a.name().equals(name) && one.isPresent());
        one.ifPresent(applications::add);
        return new DesiredState(accepted.project(), applications);
    }
}
