package dev.berth.core.plan;

import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.SettingsDifference;
import java.util.ArrayList;
import java.util.List;

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
        return notices.said;
    }

    private void ofStopped(DesiredApplication asked) {
        ApplicationSituation one = ApplicationSituation.of(situation, asked);
        if (asked.stopped() && isChanged(one)) {
            ProjectName project = situation.wanted().project();
            said.add(asked.name() + " is stopped; what changed waits for  berth start " + project + "/" + asked.name());
        }
    }

    private static boolean isChanged(ApplicationSituation one) {
        return !one.isProven()
                || !SettingsDifference.between(one.accepted().orElseThrow(), one.wanted())
                        .isEmpty();
    }
}
