package dev.berth.core.reconcile;

import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredState;
import dev.berth.core.store.EarlierRelease;
import dev.berth.core.store.StoredRelease;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** What revisions ask for. */
public interface RequestedStates {
    /**
     * Reads and resolves a revision with the secrets and generations of this moment, and the user's standing wishes.
     *
     * @throws RequestException when it cannot be: a secret was removed since, an upload is gone
     */
    DesiredState of(ProjectName project, long revision);

    /**
     * Why an earlier release cannot be made again as it was, in words; empty when it can.
     *
     * @param images references and ids of all images that the engine has
     */
    Optional<String> obstacle(ProjectName project, EarlierRelease earlier, Set<String> images);

    /**
     * What stays the same release stays with the image it was proven with, wherever its tag points now; what becomes an
     * earlier one again does too.
     */
    static DesiredState pinned(DesiredState requested, DesiredState accepted, Collection<StoredRelease> earlier) {
        return new DesiredState(
                requested.project(),
                requested.applications().stream()
                        .map(wanted -> accepted.application(wanted.name())
                                .filter(a -> a.release()
                                        .fingerprint()
                                        .equals(wanted.release().fingerprint()))
                                .flatMap(a -> a.release().imageId())
                                .or(() -> earlier.stream()
                                        .filter(e -> e.application().equals(wanted.name())
                                                && e.fingerprint()
                                                        .equals(wanted.release().fingerprint()))
                                        .map(StoredRelease::imageId)
                                        .findFirst())
                                .map(id -> wanted.withRelease(wanted.release().pinnedTo(id)))
                                .orElse(wanted))
                        .toList());
    }
}
