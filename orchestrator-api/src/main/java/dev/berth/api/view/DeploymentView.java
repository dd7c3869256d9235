package dev.berth.api.view;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.DeploymentEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** A deployment in an answer; in lists without its steps. */
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
        String message) {
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
                deployment.message());
    }
}
