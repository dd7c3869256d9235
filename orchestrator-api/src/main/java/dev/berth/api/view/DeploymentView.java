package dev.berth.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.DeploymentEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * A deployment in an answer; in lists without its steps.
 *
 * @param notices of the plan that it begins with, in the answer to what began it
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
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notices) {
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
                List.of());
    }

    public DeploymentView withNotices(List<String> some) {
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
                some);
    }
}
