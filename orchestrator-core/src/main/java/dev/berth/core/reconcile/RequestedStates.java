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

    /** What stays the same release stays with the image it was proven with, wherever its tag points now. */
    static DesiredState pinned(DesiredState requested, DesiredState accepted) {
        return new DesiredState(
                requested.project(),
                requested.applications().stream()
                        .map(wanted -> accepted.application(wanted.name())
                                .filter(a -> a.release()
                                        .fingerprint()
                                        .equals(wanted.release().fingerprint()))
                                .flatMap(a -> a.release().imageId())
                                .map(id -> wanted.withRelease(wanted.release().pinnedTo(id)))
                                .orElse(wanted))
                        .toList());
    }
}
