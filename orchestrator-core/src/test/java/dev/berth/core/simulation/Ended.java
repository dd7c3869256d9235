package dev.berth.core.simulation;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Outcome;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import java.util.List;
import java.util.Optional;

/** What must be so at the moment when users hear that a deployment has succeeded. */
final class Ended {
    private final Simulation simulation;
    private long seen;

    Ended(Simulation simulation) {
        this.simulation = simulation;
    }

    /** @throws Violation when something is left over of what has just succeeded */
    void look() {
        for (Deployment each : simulation.operations().deployments(Optional.empty(), Optional.empty(), 1)) {
            if (each.id() > seen && each.status().isFinal()) {
                seen = each.id();
                each.outcomes().stream()
                        .filter(outcome -> each.status() == Status.SUCCEEDED)
                        .forEach(outcome -> look(each, outcome));
            }
        }
    }

    private void look(Deployment deployment, Outcome outcome) {
        ProjectName project = deployment.project();
        ApplicationName application = outcome.application();
        List<InstanceName> leftOver = simulation.machine().everything(project).stream()
                .map(ObservedInstance::name)
                .filter(name -> name.release().application().equals(application))
                .filter(name -> !simulation.machine().isAccepted(name)
                        && !simulation.machine().isOwedToOthers(name))
                .toList();
        if (!leftOver.isEmpty()) {
            throw new Violation(
                    "nothing is left over when the end is told",
                    "deployment " + deployment.id() + " succeeded, and there is " + leftOver);
        }
    }
}
