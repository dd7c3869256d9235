package dev.berth.core.plan;

import dev.berth.core.project.Mount;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.Release;
import dev.berth.core.release.SettingsDifference;
import dev.berth.core.release.VolumeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a plan brings about, or leaves for later, without a step that says so. */
final class Notices {
    private final Situation situation;
    private final List<String> said = new ArrayList<>();

    private Notices(Situation situation) {
        this.situation = situation;
    }

    static List<String> of(Situation situation) {
        Notices notices = new Notices(situation);
        situation.wanted().applications().forEach(notices::ofStopped);
        situation.wanted().applications().forEach(notices::ofEmptyVolumes);
        return notices.said;
    }

    private void ofStopped(DesiredApplication asked) {
        ApplicationSituation one = ApplicationSituation.of(situation, asked);
        if (asked.stopped() && isChanged(one)) {
            ProjectName project = situation.wanted().project();
            said.add(asked.name() + " is stopped; what changed waits for  berth start " + project + "/" + asked.name());
        }
    }

    /** A volume by another name is another volume: what was kept at that path is not there any more. */
    private void ofEmptyVolumes(DesiredApplication asked) {
        Map<String, VolumeName> before = situation
                .accepted()
                .application(asked.name())
                .map(accepted -> volumes(accepted.release()))
                .orElse(Map.of());
        volumes(asked.release()).forEach((target, now) -> {
            VolumeName old = before.get(target);
            if (old != null && !old.equals(now) && isToBeMade(now)) {
                said.add(asked.name() + " starts with the empty volume " + now + " at " + target
                        + "; what it kept there stays in " + old + (isUsed(old) ? "" : ", which nothing uses then"));
            }
        });
    }

    private static Map<String, VolumeName> volumes(Release release) {
        Map<String, VolumeName> byTarget = new TreeMap<>();
        for (Mount mount : release.mounts()) {
            if (mount instanceof Mount.Volume volume) {
                byTarget.put(volume.target(), release.volumes().get(volume.name()));
            }
        }
        return byTarget;
    }

    private boolean isToBeMade(VolumeName volume) {
        return !volume.external() && !situation.observed().volumes().contains(volume.text());
    }

    private boolean isUsed(VolumeName volume) {
        return situation.wanted().applications().stream()
                .anyMatch(a -> a.release().volumes().containsValue(volume));
    }

    private static boolean isChanged(ApplicationSituation one) {
        return !one.isProven()
                || !SettingsDifference.between(one.accepted().orElseThrow(), one.wanted())
                        .isEmpty();
    }
}
