package dev.berth.core.plan;

import dev.berth.core.engine.InstanceStart;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.VolumeName;
import dev.berth.core.route.ApplicationRoutes;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One change of the world. Its text form is what a plan prints. Every action is idempotent by name. */
public sealed interface Action {
    void perform(Target target);

    /** Whether what was done up to and with this action stays done, whatever fails later. */
    default boolean commits() {
        return false;
    }

    /** What is done instead by who is in a hurry, since somebody waits for the end of a cancelled deployment. */
    default Optional<Action> inHurry() {
        return Optional.of(this);
    }

    record CreateNetwork(ProjectName project) implements Action {
        @Override
        public void perform(Target target) {
            target.engine().createNetwork(project);
        }

        @Override
        public String toString() {
            return "create network " + project;
        }
    }

    record RemoveNetwork(ProjectName project) implements Action {
        @Override
        public void perform(Target target) {
            target.engine().removeNetwork(project);
        }

        @Override
        public String toString() {
            return "remove network " + project;
        }
    }

    record JoinProxy(ProjectName project) implements Action {
        @Override
        public void perform(Target target) {
            target.engine().joinProxy(project);
        }

        @Override
        public String toString() {
            return "join proxy to network " + project;
        }
    }

    record CreateVolume(ProjectName project, ApplicationName application, VolumeName volume) implements Action {
        @Override
        public void perform(Target target) {
            target.engine().createVolume(project, application, volume);
        }

        @Override
        public String toString() {
            return (volume.external() ? "adopt volume " : "create volume ") + volume;
        }
    }

    record ProvideImage(ProjectName project, ApplicationName application, ImageSpec image, boolean lookAgain)
            implements Action {
        @Override
        public void perform(Target target) {
            target.engine().provideImage(project, application, image, lookAgain, target.progress());
        }

        @Override
        public String toString() {
            return (image instanceof ImageSpec.Built ? "build image " : "pull image ") + image.reference();
        }
    }

    record StartInstance(InstanceStart start) implements Action {
        @Override
        public void perform(Target target) {
            target.engine().start(start);
        }

        @Override
        public String toString() {
            return "start " + start.name();
        }
    }

    record AwaitHealthy(InstanceName instance, Optional<HealthCheck> declared, HealthCheck fallback, Duration patience)
            implements Action {
        @Override
        public void perform(Target target) {
            target.health().awaitHealthy(instance, declared, fallback, patience);
        }

        /** Whoever cancels does not wait for it. */
        @Override
        public Optional<Action> inHurry() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "await healthy " + instance;
        }
    }

    record AwaitCompleted(InstanceName instance, Duration patience) implements Action {
        @Override
        public void perform(Target target) {
            target.health().awaitCompleted(instance, patience);
        }

        @Override
        public String toString() {
            return "await completed " + instance;
        }
    }

    /** Looks after instances that serve already, while those before them still run. */
    record Watch(List<InstanceName> instances, Optional<HealthCheck> declared, HealthCheck fallback, Duration monitor)
            implements Action {
        public Watch {
            instances = List.copyOf(instances);
        }

        @Override
        public void perform(Target target) {
            target.health().watch(instances, declared, fallback, monitor);
        }

        @Override
        public String toString() {
            return "watch " + ActionText.names(instances) + " for " + ActionText.seconds(monitor);
        }
    }

    /** Lets end what is in flight to an instance that gets nothing new. */
    record Drain(InstanceName instance, Duration patience) implements Action {
        @Override
        public void perform(Target target) {
            target.health().awaitDrained(instance, patience);
        }

        @Override
        public Optional<Action> inHurry() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "drain " + instance + " for at most " + ActionText.seconds(patience);
        }
    }

    record AttachInstance(InstanceName instance, boolean answersToApplication) implements Action {
        @Override
        public void perform(Target target) {
            target.engine().attach(instance, answersToApplication);
        }

        @Override
        public String toString() {
            return "attach " + instance
                    + (answersToApplication ? " as " + instance.release().application() : " to its network");
        }
    }

    /** Takes an instance off a network that somebody connected it to. */
    record DisconnectInstance(InstanceName instance, String network) implements Action {
        @Override
        public void perform(Target target) {
            target.engine().disconnect(instance, network);
        }

        @Override
        public String toString() {
            return "disconnect " + instance + " from network " + network;
        }
    }

    /** Takes back that somebody renamed an instance. */
    record RestoreName(InstanceName instance) implements Action {
        @Override
        public void perform(Target target) {
            target.engine().restoreName(instance);
        }

        @Override
        public String toString() {
            return "restore the name of " + instance;
        }
    }

    record UpdateInstance(InstanceName instance, Resources resources, Restart restart) implements Action {
        @Override
        public void perform(Target target) {
            target.engine().update(instance, resources, restart);
        }

        @Override
        public String toString() {
            return "update " + instance;
        }
    }

    /** Tells, beyond the daemon's death, that what is about to be stopped does not end by itself, if it has not ended yet. */
    record MarkStopped(InstanceName instance, Resources resources) implements Action {
        @Override
        public void perform(Target target) {
            boolean alive = target.engine().observe(instance.release().project()).instances().stream()
                    .anyMatch(i -> i.name().equals(instance) && ApplicationSituation.isAlive(i));
            if (alive) {
                target.engine().update(instance, resources, Restart.UNLESS_STOPPED);
            }
        }

        @Override
        public String toString() {
            return "mark " + instance;
        }
    }

    record PublishRoutes(ProjectName project, ApplicationRoutes routes) implements Action {
        @Override
        public void perform(Target target) {
            target.routes().publish(project, routes);
        }

        @Override
        public String toString() {
            String standingBy =
                    routes.fallback().isEmpty() ? "" : ", standing by: " + ActionText.names(routes.fallback());
            return "publish " + routes.application() + " → " + ActionText.names(routes.instances()) + standingBy;
        }
    }

    record WithdrawRoutes(ProjectName project, ApplicationName application) implements Action {
        @Override
        public void perform(Target target) {
            target.routes().withdraw(project, application);
        }

        @Override
        public String toString() {
            return "withdraw routes of " + application;
        }
    }

    record ConfirmRoutes(ProjectName project, ApplicationRoutes routes, Duration patience) implements Action {
        private static final Duration HURRIED = Duration.ofSeconds(1);

        @Override
        public void perform(Target target) {
            target.routes().confirm(project, routes, patience);
        }

        @Override
        public Optional<Action> inHurry() {
            return Optional.of(new ConfirmRoutes(project, routes, HURRIED));
        }

        @Override
        public String toString() {
            return "confirm routes of " + routes.application();
        }
    }

    /** One real request through the proxy. */
    record TryRoutes(ProjectName project, ApplicationRoutes routes, Duration patience) implements Action {
        @Override
        public void perform(Target target) {
            target.routes().tryOut(project, routes, patience);
        }

        @Override
        public String toString() {
            return "try " + routes.domains().get(0).host();
        }
    }

    /** The release is proven: from now on it is what supervision keeps true. */
    record Accept(ProjectName project, DesiredApplication application) implements Action {
        @Override
        public void perform(Target target) {
            target.accepted().accept(project, application, ProvenImage.of(application.release(), target.engine()));
        }

        @Override
        public boolean commits() {
            return true;
        }

        @Override
        public String toString() {
            return "accept " + application.release().name();
        }
    }

    record Forget(ProjectName project, SortedSet<ApplicationName> applications) implements Action {
        public Forget {
            applications = Collections.unmodifiableSortedSet(new TreeSet<>(applications));
        }

        Forget(ProjectName project, ApplicationName one) {
            this(project, new TreeSet<>(List.of(one)));
        }

        @Override
        public void perform(Target target) {
            target.accepted().forget(project, applications);
        }

        @Override
        public String toString() {
            return applications.stream().map(Object::toString).collect(Collectors.joining(", ", "forget ", ""));
        }
    }

    record StopInstance(InstanceName instance, Duration grace) implements Action {
        @Override
        public void perform(Target target) {
            target.engine().stop(instance, grace);
        }

        @Override
        public String toString() {
            return "stop " + instance;
        }
    }

    /** Changes nothing; what an earlier attempt did is this one's to take back. */
    record Leave(List<InstanceName> instances) implements Action {
        @Override
        public void perform(Target target) {}

        @Override
        public String toString() {
            return "leave " + ActionText.names(instances) + (instances.size() == 1 ? " as it is" : " as they are");
        }
    }

    record RemoveInstance(InstanceName instance) implements Action {
        @Override
        public void perform(Target target) {
            target.lastWords().keep(instance);
            target.engine().remove(instance);
        }

        @Override
        public String toString() {
            return "remove " + instance;
        }
    }

    /** Only {@code delete --volumes} plans this. */
    record RemoveVolume(VolumeName volume) implements Action {
        @Override
        public void perform(Target target) {
            target.engine().removeVolume(volume);
        }

        @Override
        public String toString() {
            return "remove volume " + volume + " and all its data";
        }
    }

    record RemoveImage(String reference) implements Action {
        @Override
        public void perform(Target target) {
            target.engine().removeImage(reference);
        }

        @Override
        public String toString() {
            return "remove image " + reference;
        }
    }
}
