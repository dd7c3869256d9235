package dev.berth.core.plan;

import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.SettingsDifference;
import java.util.List;

/** Runs a job that has succeeded once more when that was ordered, and never otherwise. */
final class ProvenJob {
    private ProvenJob() {}

    static List<Step> steps(ApplicationSituation situation) {
        StageSteps steps = new StageSteps(situation);
        List<ObservedInstance> again = situation.mine().stream()
                .filter(i -> situation.whole().replace().containsKey(i.name()))
                .toList();
        List<String> changes = SettingsDifference.between(situation.accepted().orElseThrow(), situation.wanted());
        if (!again.isEmpty()) {
            String cause = situation.whole().replace().get(again.get(0).name());
            steps.provideImage(true, "the image is not here");
            steps.awaitDependencies();
            InstanceName name = situation.freeSlots(1).get(0);
            again.forEach(i -> steps.stop(i, cause));
            steps.startOrElseRemove(situation.unproven(name, true), cause);
            steps.awaitProven(name);
        }
        if (!again.isEmpty() || !changes.isEmpty()) {
            steps.accept(changes.isEmpty() ? "it succeeded" : String.join("; ", changes));
        }
        again.forEach(i -> steps.remove(i.name(), "replaced"));
        return steps.toList();
    }
}
