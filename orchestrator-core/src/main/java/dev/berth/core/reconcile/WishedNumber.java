package dev.berth.core.reconcile;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.Wishes;

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
}
