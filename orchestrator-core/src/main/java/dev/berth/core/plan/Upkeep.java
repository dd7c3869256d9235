package dev.berth.core.plan;

import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.project.Restart;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.SettingsDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Keeps a proven release as it should be: heals, replaces, scales, and changes what needs no new release. */
final class Upkeep {
    private final ApplicationSituation situation;
    private final DesiredApplication wanted;
    private final DesiredApplication accepted;
    private final StageSteps steps;
    private final Routing routing;
    private final List<String> changes;
    private final boolean stopsFirst;
    private final Lineup lineup;
    /** Where an earlier step of this stage leads requests; none when they still go where they went. */
    private final Set<InstanceName> ledTo = new TreeSet<>();

    Upkeep(ApplicationSituation situation) {
        this.situation = situation;
        this.wanted = situation.wanted();
        this.accepted = situation.accepted().orElseThrow();
        this.steps = new StageSteps(situation);
        this.routing = situation.routing();
        this.changes = SettingsDifference.between(accepted, wanted);
        this.stopsFirst = situation.stopsFirst();
        this.lineup = Lineup.of(situation);
    }

    List<Step> steps() {
        steps.provideImage(lineup.makes(), "the image is not here");
        if (lineup.starts()) {
            steps.awaitDependencies();
        }
        takeDeadOut();
        lineup.kept().forEach(steps::isolate);
        if (lineup.starts() && stopsFirst) {
            situation.inTheWay().forEach(stray -> steps.stop(stray, situation.causeToMove("in the way")));
        }
        lineup.again().forEach(this::startAgain);
        lineup.kept().stream().filter(i -> !lineup.again().contains(i)).forEach(this::mend);
        // At once: nothing is taken away for them, and whoever wants more instances wants them soon.
        lineup.additional().forEach(this::startFresh);
        lineup.again().forEach(i -> steps.awaitProven(i.name()));
        lineup.additional().forEach(steps::awaitProven);
        if (stopsFirst) {
            exchange();
        } else {
            // One by one, so that the start of many takes no power from those that serve.
            lineup.replaced().stream()
                    .flatMap(old -> lineup.successor(old).stream())
                    .forEach(name -> {
                        startFresh(name);
                        steps.awaitProven(name);
                    });
        }
        if (!answersAtOnce()) {
            lineup.fresh()
                    .keySet()
                    .forEach(name -> steps.attach(name, true, "from now on siblings reach it as " + wanted.name()));
        }
        lineup.kept().forEach(this::update);
        proveBeforeTakingOthers();
        lead();
        if (!changes.isEmpty() || lineup.takes() && steps.canBeTakenBack() || isImageNew()) {
            steps.accept(changes.isEmpty() ? "proven healthy" : String.join("; ", changes));
        }
        lineup.surplus().forEach(i -> drainAndRemove(i, lineup.causeOfSurplus()));
        removeReplaced();
        lineup.kept().stream().filter(i -> i.state() != InstanceState.CREATED).forEach(steps::restoreName);
        return steps.toList();
    }

    /** Of those that stopped first all but the last are gone already. */
    private void removeReplaced() {
        List<ObservedInstance> replaced = lineup.replaced();
        if (!stopsFirst) {
            replaced.forEach(old -> drainAndRemove(old, lineup.causeToReplace(old)));
        } else if (!replaced.isEmpty()) {
            ObservedInstance last = replaced.get(replaced.size() - 1);
            steps.remove(last.name(), lineup.causeToReplace(last));
        }
    }

    /** Whether those that stay are well nobody knows: a repair was cut off, or one fell sick since it was asked last. */
    private void proveBeforeTakingOthers() {
        if (!lineup.surplus().isEmpty()) {
            lineup.kept().stream().filter(ObservedInstance::isRunning).forEach(i -> steps.awaitProven(i.name()));
        }
    }

    /** What is so when it fails. */
    String otherwise() {
        boolean serves = situation.mine().stream().anyMatch(situation::isFit);
        return serves ? "the release " + wanted.release().name() + " still serves" : "";
    }

    /** Whether the release is pinned to an image that the engine has lost, so that it now runs another. */
    private boolean isImageNew() {
        return !lineup.fresh().isEmpty()
                && wanted.release()
                        .imageId()
                        .filter(id -> !situation.whole().observed().images().contains(id))
                        .isPresent();
    }

    /** Leads requests away from what does not answer, as long as something does. */
    private void takeDeadOut() {
        List<InstanceName> fit = situation.mine().stream()
                .filter(situation::isFit)
                .map(ObservedInstance::name)
                .toList();
        int before = Math.max(accepted.replicas(), situation.mine().size());
        if (fit.isEmpty() || fit.size() >= before || !Routing.isRouted(wanted)) {
            return;
        }
        List<Step> lead = routing.takeOut(fit);
        steps.addAll(lead);
        if (!lead.isEmpty()) {
            ledTo.addAll(fit);
        }
    }

    private void exchange() {
        List<InstanceName> proven = new ArrayList<>(lineup.additional());
        lineup.again().forEach(i -> proven.add(i.name()));
        Set<InstanceName> led = new Exchange(situation, lineup, steps, proven, ledTo).plan();
        if (!led.isEmpty()) {
            ledTo.clear();
            ledTo.addAll(led);
        }
    }

    private void startAgain(ObservedInstance instance) {
        boolean kept = instance.state() != InstanceState.CREATED;
        if (kept && !(instance.attached() && instance.answersToApplication())) {
            steps.attach(instance.name(), true, "it was disconnected from its network");
        }
        steps.start(situation.proven(instance.name(), true), cause(instance));
    }

    private String cause(ObservedInstance instance) {
        if (instance.state() == InstanceState.EXITED && madeRoom(instance)) {
            return "it had stopped to make room, and nothing took its place";
        }
        return switch (instance.state()) {
            case PAUSED -> "its container was paused";
            case CREATED -> "its container was never started";
            default ->
                "its container had stopped"
                        + (instance.exitCode().isPresent()
                                ? " (exit code " + instance.exitCode().getAsInt()
                                        + (instance.oomKilled() ? ", out of memory)" : ")")
                                : "");
        };
    }

    /** Puts right what is wrong with one that runs. */
    private void mend(ObservedInstance instance) {
        if (!instance.isRunning()) {
            return;
        }
        if (!instance.attached()) {
            steps.attach(instance.name(), true, "it was disconnected from its network");
        } else if (!instance.answersToApplication()) {
            steps.awaitProven(instance.name());
            steps.attach(instance.name(), true, "siblings did not reach it as " + wanted.name());
        }
    }

    /** Whether it bears the mark of {@link StageSteps#makeRoom}. */
    private boolean madeRoom(ObservedInstance instance) {
        return instance.isKeptByEngine() && !accepted.restart().equals(Restart.UNLESS_STOPPED);
    }

    private void startFresh(InstanceName name) {
        String cause = lineup.fresh().get(name);
        InstanceStart start = situation.proven(name, answersAtOnce());
        if (lineup.standsIn(name)) {
            steps.start(start, cause);
        } else {
            steps.startOrElseRemove(start, cause);
        }
    }

    /** Siblings must not be led to an unproven instance while a proven one answers. */
    private boolean answersAtOnce() {
        return stopsFirst || situation.mine().stream().noneMatch(ObservedInstance::isRunning);
    }

    private void update(ObservedInstance instance) {
        boolean same = instance.resources().equals(wanted.resources())
                && instance.engineRestart().equals(situation.engineRestart().text());
        if (same || instance.state() == InstanceState.CREATED) {
            return;
        }
        Action update =
                new InstanceAction.UpdateInstance(instance.name(), wanted.resources(), situation.engineRestart());
        Action back = new InstanceAction.UpdateInstance(instance.name(), accepted.resources(), accepted.restart());
        String cause = updateCause(instance);
        steps.add(update.equals(back) ? Step.of(update, cause) : Step.of(update, cause, back));
    }

    private String updateCause(ObservedInstance instance) {
        if (!accepted.resources().equals(wanted.resources())) {
            return "limits changed";
        }
        if (!accepted.restart().equals(wanted.restart())) {
            return "restart policy changed";
        }
        if (!instance.resources().equals(wanted.resources())) {
            return "somebody changed its limits on the engine";
        }
        if (madeRoom(instance)) {
            return "the engine has " + instance.engineRestart() + " for it, as for one that makes room";
        }
        // Perhaps a daemon died between accepting it and telling the engine.
        return instance.engineRestart().equals("no")
                ? "proven: the engine may restart it"
                : "somebody changed its restart policy on the engine to " + instance.engineRestart();
    }

    private void lead() {
        Set<InstanceName> serving = new TreeSet<>(lineup.fresh().keySet());
        lineup.again().forEach(i -> serving.add(i.name()));
        lineup.kept().stream()
                .filter(i -> i.isRunning() && !situation.whole().unhealthy().contains(i.name()))
                .forEach(i -> serving.add(i.name()));
        if (serving.isEmpty()) {
            lineup.kept().stream().filter(ApplicationSituation::isAlive).forEach(i -> serving.add(i.name()));
        }
        String cause = changes.contains("domains changed") ? "domains changed" : "routes follow what is healthy";
        if (ledTo.isEmpty()) {
            steps.addAll(routing.lead(serving, cause));
        } else if (!ledTo.equals(serving)) {
            steps.addAll(routing.leadFrom(ledTo, serving, cause));
        }
    }

    private void drainAndRemove(ObservedInstance old, String cause) {
        steps.drain(old, situation.drain());
        steps.stopAndRemove(old, cause);
    }
}
