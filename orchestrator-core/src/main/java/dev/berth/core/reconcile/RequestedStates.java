package dev.berth.core.reconcile;

import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredState;

/** What revisions ask for. */
public interface RequestedStates {
    /**
     * Reads and resolves a revision with the secrets and generations of this moment, and the user's standing wishes.
     *
     * @throws RequestException when it cannot be: a secret was removed since, an upload is gone
     */
    DesiredState of(ProjectName project, long revision);
}
