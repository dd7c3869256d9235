package dev.berth.core.reconcile;

import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.deploy.Task;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.Wishes;

/** Takes back what was wished for with an order that was not carried out, so that healing does not fulfil it. */
record UnfulfilledWish(Wishes wishes, ProjectName project) {
    /** @param observed what is so now */
    void takeBack(Task task, Status status, ObservedState observed) {
        if (status != Status.SUCCEEDED) {
            takeBackNumber(task);
        }
        if (task instanceof Task.Stop stop && status == Status.CANCELLED) {
            wishes.stop(project, stop.name(), !runs(stop.name(), observed));
        }
        if (task instanceof Task.Start start && status == Status.CANCELLED) {
            wishes.stop(project, start.name(), start.wasStopped() && !runs(start.name(), observed));
        }
    }

    /** What a failed order wished for in any case, whatever is so now. */
    void takeBackNumber(Task task) {
        if (task instanceof Task.Scale scale) {
            new WishedNumber(wishes, project, scale.name()).drop();
        }
    }

    private static boolean runs(ApplicationName application, ObservedState observed) {
        return observed.instances().stream()
                .filter(i -> i.name().release().application().equals(application))
                .anyMatch(i -> i.isRunning() || i.state() == InstanceState.RESTARTING);
    }
}
