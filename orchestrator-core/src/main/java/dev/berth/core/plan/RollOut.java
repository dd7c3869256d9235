package dev.berth.core.plan;

import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.project.Restart;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.ReleaseDifference;
import dev.berth.core.route.ApplicationRoutes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings a release that is not proven yet into the place of the one that is. */
final class RollOut {
    private final ApplicationSituation situation;
    private final DesiredApplication wanted;
    private final StageSteps steps;
    private final String cause;
    private final HandOver handOver;
    private final boolean stopsFirst;
    /** Instances of an earlier attempt that can serve. */
    private final List<ObservedInstance> found;
    /** Instances of the old release that have stopped already, as an earlier attempt leaves them. */
    private final List<ObservedInstance> comingBack;

    private final boolean roomIsToBeMade;
    private final Duration drain;
    /** Instances that it does not have yet, and all of them. */
    private final List<InstanceName> fresh;

    private final List<InstanceName> instances;
    /** Those of the old release that answer where the new one does not, while that is watched. */
    private final List<InstanceName> standingBy;
    /** By which it is tried before anybody is led to it. */
    private final Optional<ApplicationRoutes> beside;

    RollOut(ApplicationSituation situation, HandOver handOver) {
        this.situation = situation;
        this.handOver = handOver;
        this.wanted = situation.wanted();
        this.steps = new StageSteps(situation);
        this.cause = situation
                .accepted()
                .map(a -> ReleaseDifference.between(a.release(), wanted.release()))
                .orElse("new");
        this.stopsFirst = situation.stopsFirst();
        this.found = usable();
        this.comingBack = stopsFirst ? situation.comingBack(situation.predecessors()) : List.of();
        this.roomIsToBeMade = stopsFirst && isOldAlive();
        this.drain = stopsFirst ? Duration.ZERO : wanted.deploy().drain(); // nobody else serves meanwhile
        this.fresh = situation.freeSlots(wanted.replicas() - found.size());
        this.instances = Stream.concat(found.stream().map(ObservedInstance::name), fresh.stream())
                .sorted()
                .toList();
        this.standingBy = mayGoBack() && !stopsFirst ? standingBy() : List.of();
        boolean othersServe = !stopsFirst && situation.predecessors().stream().anyMatch(situation::isFit);
        this.beside = othersServe ? situation.routing().beside(instances, standingBy) : Optional.empty();
    }

    private boolean isOldAlive() {
        return situation.predecessors().stream().anyMatch(ApplicationSituation::isAlive);
    }

    List<Step> steps() {
        if (!roomIsToBeMade) {
            endStrays();
            takeUp();
        }
        steps.provideImage(true, cause);
        steps.awaitDependencies();
        steps.addAll(handOver.makeRoom(wanted.name()));
        if (roomIsToBeMade) {
            endStrays();
            makeRoom();
            takeUp();
        }
        // The proxy takes it up while they start.
        beside.ifPresent(routes -> steps.addAll(situation.routing().introduce(routes)));
        start();
        if (!isOneByOne()) {
            instances.forEach(steps::awaitProven);
        }
        beside.ifPresent(routes -> steps.addAll(situation.routing().tryFirst(routes)));
        if (!wanted.job()) {
            giveName();
        }
        lead();
        List<Step> dismissal = situation.routing().dismiss(instances, standingBy);
        if (mayGoBack()) {
            steps.watch(instances, "the old release can come back until then");
            steps.addAll(dismissal);
        }
        steps.accept(wanted.job() ? "it succeeded" : "proven healthy", handOver.leftFor(wanted.name()));
        letEngineRestart();
        if (isWatched() && !wanted.deploy().autoRollback()) {
            steps.watch(instances, "its failure is told, and changes nothing");
        }
        leaveNothing(isWatched() && dismissal.isEmpty());
        return steps.toList();
    }

    private void lead() {
        Routing routing = situation.routing();
        String why = "routes follow the healthy release";
        steps.addAll(beside.map(routes -> routing.follow(routes, instances, why, drain, standingBy))
                .orElseGet(() -> routing.prove(instances, why, drain, standingBy)));
    }

    private boolean mayGoBack() {
        return isWatched() && wanted.deploy().autoRollback();
    }

    /** Only where there is something to go back to. */
    private boolean isWatched() {
        return !wanted.job()
                && !wanted.deploy().monitor().isZero()
                && !situation.predecessors().isEmpty();
    }

    private List<InstanceName> standingBy() {
        if (situation.accepted().filter(old -> Routing.canStandBy(old, wanted)).isEmpty()) {
            return List.of();
        }
        return situation.predecessors().stream()
                .filter(situation::isFit)
                .map(ObservedInstance::name)
                .toList();
    }

    /** What is so when it fails. */
    String otherwise() {
        if (!isOldAlive() && comingBack.isEmpty()) {
            return situation.accepted().isPresent() ? "the old release did not run either" : "nothing of it runs";
        }
        String old = "the old release "
                + situation.accepted().orElseThrow().release().name();
        if (!isOldAlive()) {
            return old + " takes over again";
        }
        return old + (stopsFirst ? " serves" : " still serves"); // perhaps it was never stopped
    }

    private void endStrays() {
        if (stopsFirst) {
            situation.inTheWay().forEach(stray -> steps.stop(stray, situation.causeToMove("in the new one's way")));
        }
    }

    private void makeRoom() {
        situation.predecessors().stream()
                .filter(ApplicationSituation::isAlive)
                .forEach(old -> steps.makeRoom(
                        old, "makes room for the new release, with downtime: " + situation.reasonToStopFirst()));
    }

    /**
     * What an earlier attempt did is taken back should this one fail: what it has started before what it has stopped, since
     * the two may not run side by side.
     */
    private void takeUp() {
        comingBack.forEach(steps::leaveRoom);
        List<InstanceName> running = situation.mine().stream()
                .filter(ApplicationSituation::isAlive)
                .map(ObservedInstance::name)
                .toList();
        if (!running.isEmpty()) {
            steps.leaveOrElseRemove(running, situation.routing().backFrom(running, drain));
        }
    }

    private List<ObservedInstance> usable() {
        return situation.byWorth(situation.mine()).stream()
                .filter(i -> i.state() != InstanceState.DEAD
                        && !situation.whole().replace().containsKey(i.name()))
                .filter(i -> !wanted.job()
                        || i.state() != InstanceState.EXITED
                        || i.exitCode().orElse(1) == 0)
                .limit(wanted.replicas())
                .toList();
    }

    private void start() {
        found.forEach(steps::isolate);
        found.forEach(this::startFound);
        for (InstanceName name : fresh) {
            steps.startOrElseRemove(situation.unproven(name, answersAtOnce()), cause);
            started(name);
        }
    }

    private void started(InstanceName name) {
        if (isOneByOne()) {
            steps.awaitProven(name);
        }
    }

    /** So that the start of many takes no power from those that serve meanwhile. */
    private boolean isOneByOne() {
        return !answersAtOnce();
    }

    private void startFound(ObservedInstance instance) {
        boolean leaveIt = instance.isRunning() || wanted.job() && instance.state() == InstanceState.EXITED;
        if (!leaveIt) {
            steps.startOrElseRemove(situation.unproven(instance.name(), answersAtOnce()), cause);
        } else if (instance.isRunning() && !instance.attached()) {
            steps.attach(instance.name(), answersAtOnce(), "it was cut off from its network");
        }
        started(instance.name());
    }

    /** Siblings must not be led to an unproven instance while a proven one answers. */
    private boolean answersAtOnce() {
        return stopsFirst || !isOldAlive();
    }

    private void giveName() {
        for (InstanceName name : instances) {
            boolean has = found.stream()
                    .filter(i -> i.name().equals(name) && i.isRunning() && i.attached())
                    .map(ObservedInstance::answersToApplication)
                    .findFirst()
                    .orElse(answersAtOnce());
            if (!has) {
                steps.attach(name, true, "from now on siblings reach it as " + wanted.name());
            }
        }
    }

    private void letEngineRestart() {
        if (situation.engineRestart() instanceof Restart.No) {
            return;
        }
        instances.forEach(name -> steps.add(Step.of(
                new InstanceAction.UpdateInstance(name, wanted.resources(), situation.engineRestart()),
                "proven: the engine may restart it")));
    }

    /** @param left whether the old ones got no more requests since their successors are watched */
    private void leaveNothing(boolean left) {
        Duration drain = situation.drain().minus(left ? wanted.deploy().monitor() : Duration.ZERO);
        for (ObservedInstance old : situation.predecessors()) {
            if (stopsFirst) {
                steps.remove(old.name(), "replaced");
            } else {
                steps.drain(old, drain);
                steps.stopAndRemove(old, "replaced");
            }
        }
        found.forEach(steps::restoreName);
        situation.mine().stream()
                .filter(i -> !instances.contains(i.name()))
                .forEach(i -> steps.stopAndRemove(i, "left over from an earlier attempt"));
    }
}
