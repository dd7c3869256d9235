package dev.berth.core.plan;

import dev.berth.core.engine.InstanceStart;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.InstanceName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A change of one or more instances, or the proof that they are well. */
public sealed interface InstanceAction extends Action {
    record StartInstance(InstanceStart start) implements InstanceAction {
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
            implements InstanceAction {
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

    record AwaitCompleted(InstanceName instance, Duration patience) implements InstanceAction {
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
            implements InstanceAction {
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
    record Drain(InstanceName instance, Duration patience) implements InstanceAction {
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

    record AttachInstance(InstanceName instance, boolean answersToApplication) implements InstanceAction {
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
    record DisconnectInstance(InstanceName instance, String network) implements InstanceAction {
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
    record RestoreName(InstanceName instance) implements InstanceAction {
        @Override
        public void perform(Target target) {
            target.engine().restoreName(instance);
        }

        @Override
        public String toString() {
            return "restore the name of " + instance;
        }
    }

    record UpdateInstance(InstanceName instance, Resources resources, Restart restart) implements InstanceAction {
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
    record MarkStopped(InstanceName instance, Resources resources) implements InstanceAction {
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

    record StopInstance(InstanceName instance, Duration grace) implements InstanceAction {
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
    record Leave(List<InstanceName> instances) implements InstanceAction {
        @Override
        public void perform(Target target) {}

        @Override
        public String toString() {
            return "leave " + ActionText.names(instances) + (instances.size() == 1 ? " as it is" : " as they are");
        }
    }

    record RemoveInstance(InstanceName instance) implements InstanceAction {
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
}
