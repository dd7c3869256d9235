package dev.berth.core.reconcile;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.Deployments;
import dev.berth.core.store.Deployments.Unfinished;
import dev.berth.core.store.Store;
import java.util.List;
import java.util.Optional;

/** What waits to be deployed in one project; what a later order makes needless is not begun. */
final class DeploymentQueue {
    /** How often one deployment is begun: once, and once more after a crash. */
    private static final int ATTEMPTS = 2;

    private final Store store;
    private final Deployments deployments;
    private final ProjectName project;
    private final Runnable told;

    /** @param told runs when one was ended */
    DeploymentQueue(Store store, ProjectName project, Runnable told) {
        this.store = store;
        this.deployments = store.deployments();
        this.project = project;
        this.told = told;
    }

    /** The next one to do; the needless and the hopeless before it are ended. */
    Optional<Unfinished> next() {
        List<Unfinished> waiting = deployments.unfinished(project);
        for (int i = 0; i < waiting.size(); i++) {
            Unfinished one = waiting.get(i);
            Optional<Unfinished> better = waiting.subList(i + 1, waiting.size()).stream()
                    .filter(later -> later.task().covers(one.task()))
                    .findFirst();
            if (better.isPresent()) {
                end(
                        one,
                        Deployment.Status.CANCELLED,
                        "superseded by deployment " + better.get().deployment().id());
            } else if (one.attempts() >= ATTEMPTS && !one.cancelled()) {
                end(
                        one,
                        Deployment.Status.FAILED,
                        "interrupted by a crash twice; what was accepted before is kept."
                                + " Look at the daemon's log, then order it again");
            } else {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /**
     * Ends one that is not under way; false when it is over.
     *
     * @param observed what is so now
     */
    boolean cancel(long deployment, ObservedState observed) {
        Optional<Unfinished> waiting = deployments.unfinished(project).stream()
                .filter(one -> one.deployment().id() == deployment)
                .findFirst();
        waiting.ifPresent(one -> store.database().together(() -> {
            new UnfulfilledWish(store, project).takeBack(one, Deployment.Status.CANCELLED, observed);
            deployments.finish(deployment, Deployment.Status.CANCELLED, List.of(), "cancelled before it began");
        }));
        return waiting.isPresent();
    }

    private void end(Unfinished one, Deployment.Status status, String message) {
        store.database().together(() -> {
            if (status == Deployment.Status.FAILED) {
                new UnfulfilledWish(store, project).takeBackNumber(one);
            }
            deployments.finish(one.deployment().id(), status, List.of(), message);
        });
        told.run();
    }
}
