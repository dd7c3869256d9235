package dev.berth.core.reconcile;

import dev.berth.core.plan.AcceptedReleases;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.store.Accepted;

/** Accepts what was accepted before under the revision it came from then. */
record AcceptedAgain(Accepted store) implements AcceptedReleases {
    @Override
    public void accept(ProjectName project, DesiredApplication application, String imageId) {
        long revision = store.revisions(project).getOrDefault(application.name(), 0L);
        store.during(revision).accept(project, application, imageId);
    }

    @Override
    public void forget(ProjectName project, ApplicationName application) {
        store.during(0).forget(project, application);
    }
}
