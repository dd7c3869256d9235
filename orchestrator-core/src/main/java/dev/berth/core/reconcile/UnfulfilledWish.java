package dev.berth.core.reconcile;

import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.deploy.Task;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.Deployments.Unfinished;
import dev.berth.core.store.Store;
import dev.berth.core.store.Wishes;

/** Takes back what was wished for with an order that was not carried out, so that healing does not fulfil it. */
record UnfulfilledWish(Store store, ProjectName project) {
    /** @param observed what is so now */
    void takeBack(Unfinished order, Status status, ObservedState observed) {
        Task task = order.task();
        Wishes wishes = store.wishes();
        if (status != Status.SUCCEEDED) {
            takeBackNumber(order);
        }
        if (task instanceof Task.Stop stop && status == Status.CANCELLED) {
            wishes.stop(project, stop.name(), !runs(stop.name(), observed));
        }
        if (task instanceof Task.Start start && status == Status.CANCELLED) {
            wishes.stop(project, start.name(), start.wasStopped() && !runs(start.name(), observed));
        }
    }

    /** What a failed order wished for in any case, whatever is so now. */
    void takeBackNumber(Unfinished order) {
        if (order.task() instanceof Task.Scale scale) {
            new WishedNumber(store.wishes(), project, scale.name()).takeBack(order, scale, store.deployments());
        }
    }

    private static boolean runs(ApplicationName application, ObservedState observed) {
        return observed.instances().stream()
                .filter(i -> i.name().release().application().equals(application))
                .anyMatch(i -> i.isRunning() || i.state() == InstanceState.RESTARTING);
    }
}
