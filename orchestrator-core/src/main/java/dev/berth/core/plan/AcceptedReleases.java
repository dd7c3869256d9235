package dev.berth.core.plan;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import java.util.Set;

/** Remembers, beyond the daemon's death, which release of each application was last proven healthy. */
public interface AcceptedReleases {
    /**
     * From now on this is what supervision keeps true, and nothing of those whose place it takes.
     *
     * @param inPlaceOf what the project has not any more from the same moment on
     */
    void accept(ProjectName project, DesiredApplication application, String imageId, Set<ApplicationName> inPlaceOf);

    /** From now on the project has none of these applications: either that is so of all of them, or it fails. */
    void forget(ProjectName project, Set<ApplicationName> applications);
}
