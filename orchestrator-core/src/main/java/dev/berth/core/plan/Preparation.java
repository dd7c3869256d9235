package dev.berth.core.plan;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.release.VolumeName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What all applications of a project need: network and volumes. */
final class Preparation {
    private final Situation situation;
    private final List<Step> steps = new ArrayList<>();

    private Preparation(Situation situation) {
        this.situation = situation;
    }

    static List<Step> steps(Situation situation) {
        Preparation preparation = new Preparation(situation);
        if (situation.wanted().applications().stream().anyMatch(a -> !a.stopped())) {
            preparation.network();
            preparation.volumes();
        }
        return preparation.steps;
    }

    private void network() {
        if (situation.observed().network()) {
            return;
        }
        Action create = new ProjectAction.CreateNetwork(situation.wanted().project());
        boolean first = situation.accepted().applications().isEmpty();
        steps.add(
                first && situation.observed().instances().isEmpty()
                        ? Step.of(
                                create,
                                "new",
                                new ProjectAction.RemoveNetwork(
                                        situation.wanted().project()))
                        : Step.of(create, "it is gone"));
    }

    private void volumes() {
        Map<VolumeName, ApplicationName> needed =
                new TreeMap<>(Comparator.comparing(VolumeName::text).thenComparing(VolumeName::external));
        situation.wanted().applications().stream()
                .filter(a -> !a.stopped())
                .forEach(a -> a.release().volumes().values().forEach(v -> needed.putIfAbsent(v, a.name())));
        needed.forEach((volume, application) -> {
            if (!situation.observed().volumes().contains(volume.text())) {
                steps.add(Step.of(
                        new ProjectAction.CreateVolume(situation.wanted().project(), application, volume),
                        isKnown(volume) ? "it is gone" : application + " mounts it"));
            }
        });
    }

    private boolean isKnown(VolumeName volume) {
        return situation.accepted().applications().stream()
                .anyMatch(a -> a.release().volumes().containsValue(volume));
    }
}
