package dev.berth.api.view;

import dev.berth.core.deploy.Deployment;

/** How a deployment went for one application. */
public record OutcomeView(String application, String status, String message) {
    static OutcomeView of(Deployment.Outcome outcome) {
        return new OutcomeView(outcome.application().text(), outcome.status().text(), outcome.message());
    }
}
