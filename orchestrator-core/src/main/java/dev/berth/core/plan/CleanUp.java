package dev.berth.core.plan;

import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.ReleaseName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes away what is neither wanted nor accepted; never undone, and never a volume. */
final class CleanUp {
    private static final Duration GRACE_OF_THE_UNKNOWN = Duration.ofSeconds(10);
    private static final String REMOVED = "no longer in the definition";

    private final Situation situation;
    private final List<DesiredApplication> removed;
    private final List<Step> steps = new ArrayList<>();

    private CleanUp(Situation situation) {
        this.situation = situation;
        this.removed = DependencyOrder.reversed(situation.accepted()).stream()
                .filter(a -> situation.wanted().application(a.name()).isEmpty())
                .toList();
    }

    /** @param others the stages that come before, some of which end what leaves */
    static List<Step> steps(Situation situation, List<Stage> others) {
        CleanUp cleanUp = new CleanUp(situation);
        cleanUp.withdrawRoutes();
        cleanUp.removed.forEach(cleanUp::remove);
        cleanUp.leaveOut(others);
        cleanUp.removeStrays();
        cleanUp.removeNetwork();
        return cleanUp.steps;
    }

    private void withdrawRoutes() {
        if (!situation.proxied()) {
            return;
        }
        for (ApplicationName routed : new TreeSet<>(situation.routes().applications())) {
            if (situation.wanted().application(routed).isEmpty()) {
                boolean known = situation.accepted().application(routed).isPresent();
                steps.add(Step.of(
                        new RouteAction.WithdrawRoutes(situation.wanted().project(), routed),
                        known ? REMOVED : situation.causeOfStrays()));
            }
        }
    }

    private void leaveOut(List<Stage> others) {
        Set<Action> done = others.stream()
                .flatMap(stage -> stage.steps().stream())
                .map(Step::action)
                .collect(Collectors.toSet());
        Set<ApplicationName> replaced = done.stream()
                .flatMap(action ->
                        action instanceof ProjectAction.Accept accept ? accept.inPlaceOf().stream() : Stream.empty())
                .collect(Collectors.toSet());
        steps.removeIf(step -> done.contains(step.action())
                || step.action() instanceof ProjectAction.Forget forget && replaced.containsAll(forget.applications()));
    }

    private void remove(DesiredApplication application) {
        List<ObservedInstance> mine = situation.observed().instances().stream()
                .filter(i -> i.name().release().application().equals(application.name()))
                .toList();
        mine.forEach(i -> drain(i, application));
        mine.forEach(i -> {
            steps.addAll(StageSteps.marking(i, application));
            steps.addAll(StageSteps.takeAway(i, StageSteps.grace(application), REMOVED));
        });
        steps.add(Step.of(new ProjectAction.Forget(situation.wanted().project(), application.name()), REMOVED));
    }

    private void removeStrays() {
        for (ObservedInstance instance : situation.observed().instances()) {
            ReleaseName release = instance.name().release();
            boolean isRemoved = removed.stream().anyMatch(a -> a.name().equals(release.application()));
            if (!isRemoved
                    && !situation.wanted().has(release)
                    && !situation.accepted().has(release)) {
                situation.wanted().application(release.application()).ifPresent(a -> drain(instance, a));
                steps.addAll(StageSteps.takeAway(instance, grace(release), situation.causeOfStrays()));
            }
        }
    }

    /** Whoever was to wait until it is left may have been killed meanwhile. */
    private void drain(ObservedInstance instance, DesiredApplication application) {
        Duration patience = ApplicationSituation.of(situation, application).drain();
        steps.addAll(StageSteps.draining(instance, patience));
    }

    /** Also what a first deployment left that failed or was cancelled; one that is under way needs it. */
    private void removeNetwork() {
        boolean needless = situation.wanted().applications().isEmpty()
                && situation.underWay().isEmpty();
        if (needless && situation.observed().network()) {
            steps.add(
                    Step.of(new ProjectAction.RemoveNetwork(situation.wanted().project()), "no application needs it"));
        }
    }

    private Duration grace(ReleaseName release) {
        return situation
                .wanted()
                .application(release.application())
                .map(StageSteps::grace)
                .orElse(GRACE_OF_THE_UNKNOWN);
    }
}
