package dev.berth.core.plan;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.release.DesiredApplication;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Which applications wait: something of them is to be started, and what they want healthy before that is not there, and does
 * not come by this plan. What of them runs goes on.
 */
final class Waiting {
    private final Situation situation;
    private final HandOver handOver;
    private final Map<ApplicationName, Stage> judged = new HashMap<>();
    private final SortedMap<ApplicationName, String> reasons = new TreeMap<>();

    Waiting(Situation situation, HandOver handOver) {
        this.situation = situation;
        this.handOver = handOver;
    }

    /** The application's stage, or what is left of it while it waits; asked after those it depends on. */
    Stage stage(DesiredApplication application, SortedSet<String> after) {
        Stage stage = ApplicationStage.of(situation, application, handOver, after);
        Optional<String> reason = stage.starts() ? reason(application) : Optional.empty();
        reason.ifPresent(why -> reasons.put(application.name(), why));
        Stage left = reason.isEmpty() ? stage : ApplicationStage.waiting(situation, application, after);
        judged.put(application.name(), left);
        return left;
    }

    SortedMap<ApplicationName, String> reasons() {
        return reasons;
    }

    private Optional<String> reason(DesiredApplication application) {
        return application.dependsOn().stream()
                .filter(d -> d.condition() == Dependency.Condition.SERVICE_HEALTHY)
                .flatMap(d -> reason(d.application()).stream())
                .findFirst();
    }

    private Optional<String> reason(ApplicationName needed) {
        Optional<DesiredApplication> sibling = situation.wanted().application(needed);
        if (sibling.isEmpty()) {
            return situation.isHealing()
                    ? Optional.empty()
                    : Optional.of("waits for " + needed + ", which was never deployed");
        }
        // What was accepted at different times may depend in a circle, which nobody gets out of by waiting.
        boolean inCircle = !judged.containsKey(needed);
        boolean comes = inCircle || judged.get(needed).proves();
        boolean asWished = sibling.get().job() || sibling.get().stopped();
        boolean isThere =
                !ApplicationSituation.of(situation, sibling.get()).awaitable().isEmpty();
        return comes || asWished || isThere
                ? Optional.empty()
                : Optional.of("waits for " + needed + ", which has to be healthy first");
    }
}
