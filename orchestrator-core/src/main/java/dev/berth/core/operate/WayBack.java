package dev.berth.core.operate;

import dev.berth.core.deploy.Task;
import dev.berth.core.operate.RollbackResult.Refused;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.store.Deployments.Unfinished;
import dev.berth.core.store.EarlierRelease;
import dev.berth.core.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Finds the release that a user means who wants to go back. */
record WayBack(Store store, ProjectName project, ApplicationName application) {
    /** The number of a deployment, or why there is none. */
    sealed interface Aim {}

    record At(long deployment) implements Aim {}

    record Nowhere(Refused refusal) implements Aim {}

    /** @param to the deployment that accepted it; empty: the one before the release that is accepted now */
    Aim aim(OptionalLong to) {
        Optional<DesiredApplication> present = store.accepted().state(project).application(application);
        if (present.isEmpty()) {
            return nowhere(
                    whole() + " was never proven healthy, so there is nothing to go back to",
                    "berth status " + project + "  says how it is");
        }
        if (present.get().stopped()) {
            return nowhere(whole() + " is stopped", "start it first:  berth start " + whole());
        }
        List<EarlierRelease> kept = store.earlier().of(project, application);
        long now = store.accepted().origins(project).get(application).deployment();
        return to.isPresent() ? named(to.getAsLong(), now, kept) : last(kept);
    }

    private Aim named(long to, long now, List<EarlierRelease> kept) {
        if (to == now) {
            return nowhere(
                    "the release of deployment " + to + " is the present one of " + whole(), "there is nothing to do");
        }
        return kept.stream().anyMatch(earlier -> earlier.deployment() == to)
                ? new At(to)
                : nowhere("no release of deployment " + to + " is kept of " + whole(), choice(kept));
    }

    private Aim last(List<EarlierRelease> kept) {
        Optional<Unfinished> trying = store.deployments().unfinished(project).stream()
                .filter(one -> changes(one.task()))
                .findFirst();
        if (trying.isPresent()) {
            long id = trying.get().deployment().id();
            return nowhere(
                    "deployment " + id + " (" + trying.get().task().cause() + ") of " + project + " is not over",
                    "wait for it, end it with  berth cancel " + id + "  , or say which release is meant (--to)");
        }
        return kept.isEmpty()
                ? nowhere("no earlier release of " + whole() + " is kept", choice(kept))
                : new At(kept.get(0).deployment());
    }

    /** Whether another release may be accepted by then. */
    private boolean changes(Task task) {
        boolean mine = task.application().map(application::equals).orElse(true);
        return task instanceof Task.Apply
                || mine && !(task instanceof Task.Stop || task instanceof Task.Scale || task instanceof Task.Restart);
    }

    private String choice(List<EarlierRelease> kept) {
        String numbers = kept.stream()
                .map(earlier -> String.valueOf(earlier.deployment()))
                .collect(Collectors.joining(", "));
        return kept.isEmpty()
                ? "apply the earlier file"
                : "those of the deployments " + numbers + " are;  berth describe " + whole() + "  shows them";
    }

    private String whole() {
        return project + "/" + application;
    }

    private static Nowhere nowhere(String why, String remedy) {
        return new Nowhere(new Refused(why, remedy));
    }
}
