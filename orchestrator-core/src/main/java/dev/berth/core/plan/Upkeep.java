package dev.berth.core.plan;

import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.project.Restart;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.SettingsDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    private final Map<InstanceName, String> replace;
    /** Instances that stay, whatever state they are in now. */
    private final List<ObservedInstance> kept;

    private final List<ObservedInstance> surplus;
    private final List<ObservedInstance> replaced;
    private final Set<InstanceName> serving = new TreeSet<>();
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
        this.replace = situation.whole().replace();
        List<ObservedInstance> candidates = ApplicationSituation.byWorth(situation.mine()).stream()
                .filter(i -> !replace.containsKey(i.name()) && i.state() != InstanceState.DEAD)
                .toList();
        int count = Math.min(wanted.replicas(), candidates.size());
        this.kept = candidates.subList(0, count);
        this.surplus = candidates.subList(count, candidates.size());
        this.replaced = situation.mine().stream()
                .filter(i -> replace.containsKey(i.name()) || i.state() == InstanceState.DEAD)
                .toList();
    }

    List<Step> steps() {
        if (wanted.job()) {
            return job();
        }
        Map<InstanceName, String> fresh = fresh();
        List<ObservedInstance> again =
                kept.stream().filter(this::isStartedAgain).toList();
        steps.provideImage(needsImage(fresh, again), "the image is not here");
        if (!fresh.isEmpty() || !again.isEmpty()) {
            steps.awaitDependencies();
        }
        takeDeadOut();
        makeRoom(!fresh.isEmpty() || !again.isEmpty());
        again.forEach(this::startAgain);
        kept.stream().filter(i -> !again.contains(i)).forEach(this::mend);
        fresh.forEach(this::startFresh);
        again.forEach(i -> steps.awaitProven(i.name()));
        fresh.keySet().forEach(steps::awaitProven);
        fresh.keySet().stream()
                .filter(name -> !answersAtOnce())
                .forEach(name -> steps.attach(name, "from now on siblings reach it as " + wanted.name()));
        kept.forEach(this::update);
        lead(fresh.keySet(), again);
        boolean goes = !surplus.isEmpty() || !replaced.isEmpty();
        if (!changes.isEmpty() || goes && steps.canBeTakenBack() || isImageNew(fresh.keySet())) {
            steps.accept(changes.isEmpty() ? "proven healthy" : String.join("; ", changes));
        }
        surplus.forEach(i -> steps.stopAndRemove(i, surplusCause()));
        replaced.forEach(this::remove);
        return steps.toList();
    }

    /** What is so when it fails. */
    String otherwise() {
        boolean serves = situation.mine().stream().anyMatch(situation::isFit);
        return serves ? "the release " + wanted.release().name() + " still serves" : "";
    }

    private List<Step> job() {
        List<ObservedInstance> again = situation.mine().stream()
                .filter(i -> replace.containsKey(i.name()))
                .toList();
        if (!again.isEmpty()) {
            steps.provideImage(true, "the image is not here");
            steps.awaitDependencies();
            InstanceName name = situation.freeSlots(1).get(0);
            again.forEach(i -> steps.stop(i, replace.get(i.name())));
            steps.startOrElseRemove(
                    situation.unproven(name, true), replace.get(again.get(0).name()));
            steps.awaitProven(name);
        }
        if (!again.isEmpty() || !changes.isEmpty()) {
            steps.accept(changes.isEmpty() ? "it succeeded" : String.join("; ", changes));
        }
        again.forEach(i -> steps.remove(i.name(), "replaced"));
        return steps.toList();
    }

    /** The instances to be made, each with its cause. */
    private Map<InstanceName, String> fresh() {
        List<InstanceName> names = situation.freeSlots(wanted.replicas() - kept.size());
        int gone = Math.max(0, accepted.replicas() - situation.mine().size());
        Map<InstanceName, String> fresh = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (i < replaced.size()) {
                fresh.put(names.get(i), replacementCause(replaced.get(i)));
            } else if (i >= replaced.size() + gone) {
                fresh.put(names.get(i), "scaled from " + accepted.replicas() + " to " + wanted.replicas());
            } else if (!isFinalWhenGone()) {
                fresh.put(names.get(i), "its container is gone");
            }
        }
        return fresh;
    }

    private String replacementCause(ObservedInstance old) {
        return replace.getOrDefault(old.name(), "the engine could not remove its container");
    }

    private boolean isFinalWhenGone() {
        return isHealing() && wanted.restart() instanceof Restart.No;
    }

    private boolean isHealing() {
        return situation.whole().purpose() == Situation.Purpose.HEAL;
    }

    private boolean isStartedAgain(ObservedInstance instance) {
        return switch (instance.state()) {
            case RUNNING, RESTARTING, DEAD -> false;
            case PAUSED, CREATED -> true;
            case EXITED -> !isHealing() || !wanted.restart().isFinal(instance.exitCode(), instance.restarts());
        };
    }

    private boolean needsImage(Map<InstanceName, String> fresh, List<ObservedInstance> again) {
        return !fresh.isEmpty() || again.stream().anyMatch(i -> i.state() == InstanceState.CREATED);
    }

    /** Whether the release is pinned to an image that the engine has lost, so that it now runs another. */
    private boolean isImageNew(Set<InstanceName> fresh) {
        return !fresh.isEmpty()
                && wanted.release()
                        .imageId()
                        .filter(id -> !situation.whole().observed().images().contains(id))
                        .isPresent();
    }

    /** Leads requests away from what does not answer, as long as something does. */
    private void takeDeadOut() {
        List<InstanceName> fit = new ArrayList<>();
        kept.stream().filter(situation::isFit).forEach(i -> fit.add(i.name()));
        replaced.stream().filter(situation::isFit).forEach(i -> fit.add(i.name()));
        surplus.stream().filter(situation::isFit).forEach(i -> fit.add(i.name()));
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

    private void makeRoom(boolean starts) {
        if (!starts || !stopsFirst) {
            return;
        }
        situation.strays().forEach(stray -> steps.stop(stray, "left over, and in the way"));
        replaced.stream()
                .filter(ApplicationSituation::isAlive)
                .forEach(old -> steps.makeRoom(old, replacementCause(old)));
    }

    private void startAgain(ObservedInstance instance) {
        boolean kept = instance.state() != InstanceState.CREATED;
        if (kept && !(instance.attached() && instance.answersToApplication())) {
            steps.attach(instance.name(), "it was disconnected from its network");
        }
        steps.start(situation.proven(instance.name(), true), cause(instance));
    }

    private static String cause(ObservedInstance instance) {
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
            steps.attach(instance.name(), "it was disconnected from its network");
        } else if (!instance.answersToApplication()) {
            steps.awaitProven(instance.name());
            steps.attach(instance.name(), "siblings did not reach it as " + wanted.name());
        }
    }

    private void startFresh(InstanceName name, String cause) {
        boolean heals = cause.equals("its container is gone");
        if (heals) {
            steps.start(situation.proven(name, answersAtOnce()), cause);
        } else {
            steps.startOrElseRemove(situation.proven(name, answersAtOnce()), cause);
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
        Action update = new Action.UpdateInstance(instance.name(), wanted.resources(), situation.engineRestart());
        Action back = new Action.UpdateInstance(instance.name(), accepted.resources(), accepted.restart());
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
        return instance.engineRestart().equals("no")
                ? "proven: the engine may restart it"
                : "somebody changed it on the engine";
    }

    private void lead(Set<InstanceName> fresh, List<ObservedInstance> again) {
        kept.stream()
                .filter(i -> i.isRunning() && !situation.whole().unhealthy().contains(i.name()))
                .forEach(i -> serving.add(i.name()));
        again.forEach(i -> serving.add(i.name()));
        serving.addAll(fresh);
        if (serving.isEmpty()) {
            kept.stream().filter(ApplicationSituation::isAlive).forEach(i -> serving.add(i.name()));
        }
        String cause = changes.contains("domains changed") ? "domains changed" : "routes follow what is healthy";
        if (ledTo.isEmpty()) {
            steps.addAll(routing.lead(serving, cause));
        } else if (!ledTo.equals(serving)) {
            steps.addAll(routing.leadAnew(serving, cause));
        }
    }

    private String surplusCause() {
        return accepted.replicas() == wanted.replicas()
                ? "more than wanted"
                : "scaled from " + accepted.replicas() + " to " + wanted.replicas();
    }

    private void remove(ObservedInstance old) {
        if (stopsFirst) {
            steps.remove(old.name(), replacementCause(old));
        } else {
            steps.stopAndRemove(old, replacementCause(old));
        }
    }
}
