package dev.berth.core.plan;

import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import java.util.List;
import java.util.SortedSet;

/** Decides what has to be done for one application. */
final class ApplicationStage {
    private ApplicationStage() {}

    static Stage of(Situation whole, DesiredApplication asked, HandOver handOver, SortedSet<String> after) {
        ApplicationSituation situation = ApplicationSituation.of(whole, asked);
        String title = asked.name().text();
        if (whole.held().containsKey(asked.name())) {
            return waiting(whole, asked, after);
        }
        if (asked.stopped()) {
            return new Stage(title, after, stop(situation, "stopped by the user"), "");
        }
        if (situation.isProven() && situation.wanted().job()) {
            return new Stage(title, after, ProvenJob.steps(situation), "");
        }
        if (situation.isProven()) {
            Upkeep upkeep = new Upkeep(situation);
            return new Stage(title, after, upkeep.steps(), upkeep.otherwise(), upkeep.otherwise());
        }
        RollOut rollOut = new RollOut(situation, handOver);
        return new Stage(title, after, rollOut.steps(), rollOut.otherwise());
    }

    /** Of one that is not to be started yet. */
    static Stage waiting(Situation whole, DesiredApplication asked, SortedSet<String> after) {
        return new Stage(asked.name().text(), after, held(ApplicationSituation.of(whole, asked)), "");
    }

    /** Only what does not answer is taken out of the routes, as long as something does. */
    private static List<Step> held(ApplicationSituation situation) {
        List<InstanceName> fit = situation.mine().stream()
                .filter(situation::isFit)
                .map(ObservedInstance::name)
                .toList();
        return fit.isEmpty() || !situation.isProven()
                ? List.of()
                : situation.routing().takeOut(fit);
    }

    /** Ends it in such a way that it can come back. */
    static List<Step> stop(ApplicationSituation situation, String cause) {
        StageSteps steps = new StageSteps(situation);
        steps.addAll(situation.routing().withdraw(cause));
        List<ObservedInstance> known = situation.isProven() ? situation.mine() : situation.predecessors();
        known.forEach(i -> steps.drain(i, situation.drain()));
        known.stream().filter(ApplicationSituation::isAlive).forEach(i -> steps.makeRoom(i, cause));
        return steps.toList();
    }
}
