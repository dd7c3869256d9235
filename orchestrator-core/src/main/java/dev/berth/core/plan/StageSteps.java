package dev.berth.core.plan;

import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.Restart;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/** The steps of one application's stage, as they are put together. */
final class StageSteps {
    /** Nobody waits by the minute for a migration: a job that takes longer than this is stuck. */
    private static final Duration JOB_PATIENCE = Duration.ofHours(1);

    private final ApplicationSituation situation;
    private final DesiredApplication wanted;
    private final List<Step> steps = new ArrayList<>();

    StageSteps(ApplicationSituation situation) {
        this.situation = situation;
        this.wanted = situation.wanted();
    }

    List<Step> toList() {
        return List.copyOf(steps);
    }

    void add(Step step) {
        steps.add(step);
    }

    void addAll(List<Step> more) {
        steps.addAll(more);
    }

    /** Makes sure of the image; one that is here is left alone. */
    void provideImage(boolean needed, String cause) {
        if (needed && !situation.isImageHere()) {
            add(Step.of(
                    new ProjectAction.ProvideImage(
                            situation.whole().wanted().project(),
                            wanted.name(),
                            wanted.release().image(),
                            false),
                    cause));
        }
    }

    /** Waits for siblings that this application wants healthy before it starts; {@link Waiting} has seen that they are there. */
    void awaitDependencies() {
        for (Dependency dependency : wanted.dependsOn()) {
            if (dependency.condition() == Dependency.Condition.SERVICE_HEALTHY) {
                situation.whole().wanted().application(dependency.application()).ifPresent(this::awaitRunning);
            }
        }
    }

    private void awaitRunning(DesiredApplication sibling) {
        ApplicationSituation other = ApplicationSituation.of(situation.whole(), sibling);
        if (sibling.job() || sibling.stopped() || !other.isProven()) {
            return;
        }
        other.awaitable()
                .forEach(i -> add(Step.of(
                        healthy(i.name(), sibling),
                        wanted.name() + " starts only when " + sibling.name() + " is healthy")));
    }

    void start(InstanceStart start, String cause, Action... undo) {
        add(Step.of(new InstanceAction.StartInstance(start), cause, undo));
    }

    void startOrElseRemove(InstanceStart start, String cause) {
        start(start, cause, new InstanceAction.RemoveInstance(start.name()));
    }

    void awaitProven(InstanceName name) {
        if (wanted.job()) {
            add(Step.of(completed(name), "it must succeed"));
            return;
        }
        boolean routed = situation.whole().proxied() && Routing.isRouted(wanted);
        add(Step.of(healthy(name, wanted), routed ? "before it gets traffic" : "before anything relies on it"));
    }

    private Action completed(InstanceName name) {
        Duration patience = wanted.deploy().patience();
        return new InstanceAction.AwaitCompleted(name, patience.compareTo(JOB_PATIENCE) > 0 ? patience : JOB_PATIENCE);
    }

    private static Action healthy(InstanceName name, DesiredApplication application) {
        HealthCheck check = application.healthCheck().orElse(application.fallback());
        Duration needed = check.startPeriod().plus(check.interval().multipliedBy(check.retries()));
        Duration patience = application.deploy().patience();
        return new InstanceAction.AwaitHealthy(
                name,
                application.healthCheck(),
                application.fallback(),
                patience.compareTo(needed) > 0 ? patience : needed);
    }

    /** Keeps an eye on those that serve, before anything is done that cannot be taken back. */
    void watch(List<InstanceName> instances, String cause) {
        add(Step.of(
                new InstanceAction.Watch(
                        instances,
                        wanted.healthCheck(),
                        wanted.fallback(),
                        wanted.deploy().monitor()),
                cause));
    }

    /** Before one that got requests until now is stopped; the proxy has left it already. */
    void drain(ObservedInstance instance, Duration patience) {
        addAll(draining(instance, patience));
    }

    static List<Step> draining(ObservedInstance instance, Duration patience) {
        return instance.isRunning() && patience.compareTo(Duration.ZERO) > 0
                ? List.of(
                        Step.of(new InstanceAction.Drain(instance.name(), patience), "what is in flight ends in peace"))
                : List.of();
    }

    void attach(InstanceName name, boolean answersToApplication, String cause) {
        add(Step.of(new InstanceAction.AttachInstance(name, answersToApplication), cause));
    }

    /** Takes an instance off the networks that are not its project's: on them it is within reach of others. */
    void isolate(ObservedInstance instance) {
        instance.otherNetworks()
                .forEach(network -> add(Step.of(
                        new InstanceAction.DisconnectInstance(instance.name(), network),
                        "somebody connected it; only its project's network is its own")));
    }

    /** Last of all: an instance is found, reached and led to under any name, and its own may be taken. */
    void restoreName(ObservedInstance instance) {
        instance.otherName()
                .ifPresent(other -> add(
                        Step.of(new InstanceAction.RestoreName(instance.name()), "somebody renamed it to " + other)));
    }

    void accept(String cause) {
        accept(cause, wanted, Collections.emptySortedSet());
    }

    void accept(String cause, SortedSet<ApplicationName> inPlaceOf) {
        accept(cause, wanted, inPlaceOf);
    }

    /** What is accepted already is so with the steps until here, whatever fails later. */
    void acceptAgain(String cause) {
        accept(cause, situation.accepted().orElseThrow(), Collections.emptySortedSet());
    }

    private void accept(String cause, DesiredApplication as, SortedSet<ApplicationName> inPlaceOf) {
        DesiredApplication proven = as.withRelease(situation.startable()).withStopped(false);
        add(Step.of(new ProjectAction.Accept(situation.whole().wanted().project(), proven, inPlaceOf), cause));
    }

    boolean canBeTakenBack() {
        return steps.stream().anyMatch(s -> !s.undo().isEmpty());
    }

    /**
     * Ends an instance of the accepted release in such a way that it can come back, and is seen to be well again. Where its
     * exit code could be taken for an end by itself, it is marked before, so that it comes back although the daemon dies.
     */
    void makeRoom(ObservedInstance old, String cause) {
        DesiredApplication accepted = situation.accepted().orElseThrow();
        addAll(marking(old, accepted));
        add(new Step(new InstanceAction.StopInstance(old.name(), grace(accepted)), cause, back(old, accepted)));
    }

    /** Before an instance of an accepted release is stopped whose exit code could be taken for an end by itself. */
    static List<Step> marking(ObservedInstance old, DesiredApplication accepted) {
        boolean mayEnd = !accepted.job() && !accepted.restart().equals(Restart.UNLESS_STOPPED);
        return mayEnd && ApplicationSituation.isAlive(old) && !old.isKeptByEngine()
                ? List.of(Step.of(
                        new InstanceAction.MarkStopped(old.name(), old.resources()),
                        "so that it comes back should this be cut off"))
                : List.of();
    }

    /** The same for one that has stopped already, as an earlier attempt leaves it. */
    void leaveRoom(ObservedInstance old) {
        DesiredApplication accepted = situation.accepted().orElseThrow();
        add(new Step(new InstanceAction.Leave(List.of(old.name())), "it has stopped already", back(old, accepted)));
    }

    private static List<Action> back(ObservedInstance old, DesiredApplication accepted) {
        Action start = new InstanceAction.StartInstance(new InstanceStart(
                old.name(), accepted.release(), accepted.resources(), accepted.restart(), old.answersToApplication()));
        return List.of(start, healthy(old.name(), accepted));
    }

    /**
     * Takes them up where an earlier attempt ended: what that has started goes as well should this one fail.
     *
     * @param back leads requests away from them before
     */
    void leaveOrElseRemove(List<InstanceName> found, List<Action> back) {
        List<Action> undo = new ArrayList<>(back);
        found.forEach(name -> undo.add(new InstanceAction.RemoveInstance(name)));
        add(new Step(new InstanceAction.Leave(found), "from an earlier attempt", undo));
    }

    /** Ends what nobody wants and holds what is needed. */
    void stop(ObservedInstance instance, String cause) {
        if (ApplicationSituation.isAlive(instance)) {
            add(Step.of(new InstanceAction.StopInstance(instance.name(), situation.grace()), cause));
        }
    }

    void stopAndRemove(ObservedInstance instance, String cause) {
        stop(instance, cause);
        remove(instance.name(), cause);
    }

    void remove(InstanceName name, String cause) {
        add(Step.of(new InstanceAction.RemoveInstance(name), cause));
    }

    static Duration grace(DesiredApplication application) {
        return application.release().invocation().stopGracePeriod();
    }

    /** Steps that take away what nobody knows anymore. */
    static List<Step> takeAway(ObservedInstance instance, Duration grace, String cause) {
        List<Step> steps = new ArrayList<>();
        if (ApplicationSituation.isAlive(instance)) {
            steps.add(Step.of(new InstanceAction.StopInstance(instance.name(), grace), cause));
        }
        steps.add(Step.of(new InstanceAction.RemoveInstance(instance.name()), cause));
        return steps;
    }
}
