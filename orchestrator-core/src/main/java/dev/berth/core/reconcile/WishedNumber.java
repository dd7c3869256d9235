package dev.berth.core.reconcile;

import dev.berth.core.deploy.Task;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.Deployments;
import dev.berth.core.store.Deployments.Unfinished;
import dev.berth.core.store.Wishes;
import java.util.Optional;
import java.util.stream.Stream;

/** How many instances a user wished for beside the definition. */
public record WishedNumber(Wishes wishes, ProjectName project, ApplicationName application) {
    /** From now on the definition's number counts; what was stopped stays so. */
    public void drop() {
        boolean stopped = wishes.stopped(project).contains(application);
        wishes.forget(project, application);
        if (stopped) {
            wishes.stop(project, application, true);
        }
    }

    /** The order for this many, which knows what was wished before. */
    public Task.Scale to(int replicas, Deployments deployments) {
        return superseded(deployments)
                .map(waiting -> new Task.Scale(application, replicas, waiting.before(), waiting.declaredBefore()))
                .orElseGet(() -> wishes.number(project, application)
                        .map(now -> new Task.Scale(application, replicas, now.replicas(), now.declared()))
                        .orElseGet(() -> new Task.Scale(application, replicas, 0, 0)));
    }

    /** What an order wished that was not begun, and now never will be, was never so. */
    private Optional<Task.Scale> superseded(Deployments deployments) {
        return scales(deployments)
                .filter(one -> one.attempts() == 0)
                .findFirst()
                .map(one -> (Task.Scale) one.task());
    }

    /** Takes back what an order wished that did not come about, unless a later one wishes something. */
    void takeBack(Unfinished order, Task.Scale task, Deployments deployments) {
        long id = order.deployment().id();
        if (scales(deployments).anyMatch(other -> other.deployment().id() > id)) {
            return;
        }
        if (task.before() == 0) {
            drop();
        } else {
            wishes.scale(project, application, task.before(), task.declaredBefore());
        }
    }

    private Stream<Unfinished> scales(Deployments deployments) {
        return deployments.unfinished(project).stream()
                .filter(one ->
                        one.task() instanceof Task.Scale scale && scale.name().equals(application));
    }
}
