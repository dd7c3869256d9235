package dev.berth.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.operate.KeptRelease;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * A deployment in an answer; in lists without its steps.
 *
 * @param notices of the plan that it begins with, in the answer to what began it
 * @param releases in the list of one project's: those it accepted which are accepted still or can be gone back to
 */
public record DeploymentView(
        long id,
        String project,
        String application,
        long revision,
        String status,
        String cause,
        String actor,
        Instant createdAt,
        Instant finishedAt,
        List<OutcomeView> outcomes,
        List<StepView> steps,
        String message,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notices,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ReleaseView> releases) {
    public static DeploymentView of(Deployment deployment, Collection<DeploymentEvent> events) {
        return new DeploymentView(
                deployment.id(),
                deployment.project().text(),
                deployment.application().map(Object::toString).orElse(null),
                deployment.revision(),
                deployment.status().text(),
                deployment.cause(),
                deployment.actor(),
                deployment.createdAt(),
                deployment.finishedAt().orElse(null),
                deployment.outcomes().stream().map(OutcomeView::of).toList(),
                StepView.of(events),
                deployment.message(),
                List.of(),
                List.of());
    }

    /** In a list; with those of the releases that this deployment accepted. */
    public static DeploymentView listed(Deployment deployment, Collection<KeptRelease> kept) {
        DeploymentView view = of(deployment, List.of());
        return view.with(
                view.notices,
                kept.stream()
                        .filter(release -> release.deployment() == deployment.id())
                        .map(ReleaseView::of)
                        .toList());
    }

    public DeploymentView withNotices(List<String> some) {
        return with(some, releases);
    }

    private DeploymentView with(List<String> some, List<ReleaseView> kept) {
        return new DeploymentView(
                id,
                project,
                application,
                revision,
                status,
                cause,
                actor,
                createdAt,
                finishedAt,
                outcomes,
                steps,
                message,
                some,
                kept);
    }
}
