package dev.berth.core.reconcile;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Task;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.plan.AcceptedReleases;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.plan.Situation;
import dev.berth.core.plan.Stage;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.RouteSnapshot;
import dev.berth.core.store.Accepted;
import dev.berth.core.store.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /** @throws RequestException when the revision cannot be resolved any more, or an earlier release is not kept any more */
    DesiredState wanted(Deployment deployment, Task task) {
        ProjectName project = deployment.project();
        DesiredState accepted = world.store().accepted().state(project);
        if (task instanceof Task.Remove) {
            return new DesiredState(project, List.of());
        }
        if (task instanceof Task.Apply) {
            return requested(deployment, accepted);
        }
        if (task instanceof Task.Rollback rollback) {
            return with(accepted, new GoingBack(world, deployment, rollback).wanted(accepted));
        }
        if (tries(deployment, task)) {
            DesiredState requested = requested(deployment, accepted);
            DesiredState wanted = accepted;
            for (ApplicationName tried : tried(requested, accepted, deployment, task)) {
                wanted = with(wanted, requested.application(tried).orElseThrow());
            }
            return wanted;
        }
        return accepted;
    }

    /**
     * What an order for one application tries, if its definition has it: that one, and the jobs that have to be done before
     * and were not in the form that it needs.
     */
    private Set<ApplicationName> tried(
            DesiredState requested, DesiredState accepted, Deployment deployment, Task task) {
        Map<ApplicationName, Origin> origins = world.store().accepted().origins(deployment.project());
        Set<ApplicationName> tried = new TreeSet<>();
        DesiredState newest = new DesiredState(
                requested.project(),
                requested.applications().stream()
                        .filter(a -> !(task instanceof Task.Start) || !isTurnedDown(origins.get(a.name()), deployment))
                        .toList());
        newest.application(task.application().orElseThrow()).ifPresent(a -> addTried(a, newest, accepted, tried));
        return tried;
    }

    /** Whether a user went back from what the deployment's revision asks for. */
    private static boolean isTurnedDown(Origin origin, Deployment deployment) {
        return origin != null && origin.rolledBack() > 0 && origin.rolledBack() >= deployment.revision();
    }

    private static void addTried(
            DesiredApplication one, DesiredState requested, DesiredState accepted, Set<ApplicationName> tried) {
        if (!tried.add(one.name())) {
            return;
        }
        one.dependsOn().stream()
                .filter(d -> d.condition() == Dependency.Condition.SERVICE_COMPLETED_SUCCESSFULLY)
                .flatMap(d -> requested.application(d.application()).stream())
                .filter(job -> accepted.application(job.name())
                        .filter(done ->
                                done.release().name().equals(job.release().name()))
                        .isEmpty())
                .forEach(job -> addTried(job, requested, accepted, tried));
    }

    private DesiredState requested(Deployment deployment, DesiredState accepted) {
        ProjectName project = deployment.project();
        return RequestedStates.pinned(
                world.requested().of(project, deployment.revision()),
                accepted,
                world.store().earlier().all(project));
    }

    /** What the deployment accepts, and as from where. */
    AcceptedReleases accepting(Deployment deployment, Task task) {
        Accepted accepted = world.store().accepted();
        if (task instanceof Task.Rollback) {
            return accepted.goingBack(deployment.id(), deployment.revision());
        }
        if (!tries(deployment, task)) {
            return accepted.again();
        }
        AcceptedReleases tried = accepted.during(deployment.id(), deployment.revision());
        if (task instanceof Task.Apply) {
            return tried;
        }
        DesiredState before = accepted.state(deployment.project());
        return new ForOne(tried(requested(deployment, before), before, deployment, task), tried, accepted.again());
    }

    /** What an order for one application tries; what else that one needs is as it was accepted before. */
    private record ForOne(Set<ApplicationName> applications, AcceptedReleases tried, AcceptedReleases others)
            implements AcceptedReleases {
        @Override
        public void accept(
                ProjectName project, DesiredApplication proven, String imageId, Set<ApplicationName> inPlaceOf) {
            of(proven.name()).accept(project, proven, imageId, inPlaceOf);
        }

        @Override
        public void forget(ProjectName project, Set<ApplicationName> forgotten) {
            others.forget(project, forgotten);
        }

        private AcceptedReleases of(ApplicationName name) {
            return applications.contains(name) ? tried : others;
        }
    }

    /**
     * Whether a task tries what its revision asks for. What was applied to a stopped application is tried at its start;
     * what was gone back to starts as it is.
     */
    private boolean tries(Deployment deployment, Task task) {
        if (task instanceof Task.Start start) {
            return !isTurnedDown(
                    world.store().accepted().origins(deployment.project()).get(start.name()), deployment);
        }
        return task instanceof Task.Apply || task instanceof Task.Deploy;
    }

    /**
     * @param unhealthy running instances that fail their health check
     * @throws RequestException as {@link #wanted}, when an earlier release cannot be made again, and when what has to be
     *     healthy before cannot be waited for
     */
    Plan plan(
            Deployment deployment,
            Task task,
            ObservedState observed,
            RouteSnapshot routes,
            Set<InstanceName> unhealthy) {
        ProjectName project = deployment.project();
        DesiredState accepted = world.store().accepted().state(project);
        if (task instanceof Task.Remove remove) {
            boolean isGone = deployment.revision() == 0;
            return Planner.removal(
                    isGone ? KeptVolumes.alone(world.engine(), observed) : observed,
                    accepted,
                    routes,
                    remove.volumes());
        }
        if (task instanceof Task.Rollback rollback) {
            new GoingBack(world, deployment, rollback).check(observed);
        }
        DesiredState before = before(task, accepted, observed);
        DesiredState wanted = wanted(deployment, task);
        Plan plan = Planner.plan(Situation.deploying(wanted, before, observed, routes)
                .withProxied(world.proxied() && !project.equals(ProjectName.PROXY))
                .withUnhealthy(unhealthy)
                .withReplace(replaced(task, observed)));
        if (task instanceof Task.Apply) {
            return startable(plan, plan.waiting().keySet());
        }
        ApplicationName one = task.application().orElseThrow();
        Set<ApplicationName> concerned = new TreeSet<>(Set.of(one));
        if (tries(deployment, task)) {
            concerned.addAll(tried(wanted, accepted, deployment, task));
        }
        Set<String> titles = new TreeSet<>(Set.of(Stage.PREPARE));
        for (ApplicationName each : concerned) {
            titles.add(each.text());
            if (starts(plan, each)) {
                addNeededFirst(plan, wanted, each, titles);
            }
        }
        return startable(plan.onlyFor(one, titles), concerned);
    }

    private static Plan startable(Plan plan, Set<ApplicationName> concerned) {
        concerned.stream().filter(plan.waiting()::containsKey).findFirst().ifPresent(name -> {
            throw new RequestException(
                    name + " " + plan.waiting().get(name) + "; apply the project as a whole, or deploy that one first");
        });
        return plan;
    }

    /**
     * What has to be healthy before the application starts, and is to be started itself. What else is wrong with the project
     * is left to healing: it says nothing about this order.
     */
    private static void addNeededFirst(Plan plan, DesiredState wanted, ApplicationName one, Set<String> titles) {
        wanted.application(one).stream()
                .flatMap(a -> a.dependsOn().stream())
                .filter(d -> d.condition() == Dependency.Condition.SERVICE_HEALTHY)
                .map(Dependency::application)
                .filter(needed -> starts(plan, needed) && titles.add(needed.text()))
                .forEach(needed -> addNeededFirst(plan, wanted, needed, titles));
    }

    private static boolean starts(Plan plan, ApplicationName application) {
        return plan.stages().stream().anyMatch(s -> s.title().equals(application.text()) && s.starts());
    }

    /** What is wished for is a part of the accepted state already: what there was before is what is there. */
    private static DesiredState before(Task task, DesiredState accepted, ObservedState observed) {
        return new DesiredState(
                accepted.project(),
                accepted.applications().stream()
                        .map(a -> task.application().equals(Optional.of(a.name())) ? before(task, a, observed) : a)
                        .toList());
    }

    private static DesiredApplication before(Task task, DesiredApplication application, ObservedState observed) {
        List<ObservedInstance> found = observed.instances().stream()
                .filter(i -> i.name().release().equals(application.release().name()))
                .toList();
        if (task instanceof Task.Start start && start.wasStopped()) {
            return application.withStopped(found.stream().noneMatch(ObservedInstance::isRunning));
        }
        return task instanceof Task.Scale ? application.withReplicas(Math.max(1, found.size())) : application;
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

    private static DesiredState with(DesiredState accepted, DesiredApplication one) {
        List<DesiredApplication> applications = new ArrayList<>(accepted.applications());
        applications.removeIf(a -> a.name().equals(one.name()));
        applications.add(one);
        return new DesiredState(accepted.project(), applications);
    }
}
