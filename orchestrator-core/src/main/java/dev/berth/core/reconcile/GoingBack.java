package dev.berth.core.reconcile;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Task;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.store.EarlierRelease;
import dev.berth.core.store.Origin;
import java.util.Optional;

/** What going back to an earlier release means. */
record GoingBack(World world, Deployment deployment, Task.Rollback task) {
    /**
     * The application with the earlier release in it.
     *
     * @throws RequestException when that is not kept any more, or the application is stopped or gone meanwhile
     */
    DesiredApplication wanted(DesiredState accepted) {
        String whole = project() + "/" + task.name();
        DesiredApplication present = accepted.application(task.name())
                .orElseThrow(() -> new RequestException("there is no application " + whole + " any more"));
        if (isAccepted()) {
            return present;
        }
        if (present.stopped()) {
            throw new RequestException(whole + " is stopped; start it with  berth start " + whole + "  , then go back");
        }
        return present.goingBackTo(target().orElseThrow(this::notKept).application());
    }

    /** @throws RequestException when what the earlier release was made of is not here any more */
    void check(ObservedState observed) {
        if (!isAccepted()) {
            world.requested()
                    .obstacle(project(), target().orElseThrow(this::notKept), observed.images())
                    .ifPresent(why -> {
                        throw new RequestException("cannot go back to deployment " + task.to() + ": " + why);
                    });
        }
    }

    /** Whether a daemon that died since has come so far already. */
    private boolean isAccepted() {
        Origin origin = world.store().accepted().origins(project()).get(task.name());
        return origin != null && origin.deployment() == deployment.id();
    }

    private Optional<EarlierRelease> target() {
        return world.store().earlier().find(project(), task.name(), task.to());
    }

    private RequestException notKept() {
        return new RequestException("the release of deployment " + task.to() + " is not kept any more;  berth describe "
                + project() + "/" + task.name() + "  shows those that are");
    }

    private ProjectName project() {
        return deployment.project();
    }
}
