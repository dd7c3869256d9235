package dev.berth.core.reconcile;

import dev.berth.core.engine.BuiltImage;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.plan.NeededImages;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredState;
import dev.berth.core.store.Revision;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes images that were built for a project and which nothing needs any more: no instance, no accepted, requested or
 * earlier release; and what the build cache has beyond its budget. The lane does it between its deployments, so that none is removed which one is about to use.
 */
record ImageUpkeep(ProjectName project, World world) {
    private static final Logger LOG = LoggerFactory.getLogger(ImageUpkeep.class);

    /** Returns whether it came to its end; else it is to be tried again, and no order fails for it. What is in use stays. */
    boolean tidy(ObservedState observed) {
        try {
            List<BuiltImage> built = world.engine().builtImages(project);
            if (!built.isEmpty()) {
                needed(observed).ifPresent(needed -> needed.spare(built).forEach(this::remove));
                trim();
            }
            return true;
        } catch (EngineException e) {
            if (e.kind() != EngineException.Kind.INTERRUPTED) {
                LOG.warn("{}: what builds left and nothing needs any more stays for now: {}", project, e.getMessage());
            }
            return false;
        }
    }

    private void trim() {
        long freed = world.engine().trimBuildCache();
        if (freed > 0) {
            LOG.info("{}: let go of {} MiB of build cache", project, freed >> 20);
        }
    }

    private void remove(String spare) {
        if (world.engine().removeImage(spare)) {
            LOG.info("{}: removed the image {}, which no release needs any more", project, spare);
        }
    }

    /** Empty when it is not known what the newest definition asks for. */
    private Optional<NeededImages> needed(ObservedState observed) {
        DesiredState accepted = world.store().accepted().state(project);
        List<String> earlier = world.store().earlier().all(project).stream()
                .flatMap(release -> Stream.of(release.image(), release.imageId()))
                .toList();
        try {
            DesiredState requested = world.store()
                    .revisions()
                    .newest(project)
                    .map(Revision::number)
                    .map(number -> world.requested().of(project, number))
                    .orElse(new DesiredState(project, List.of()));
            return Optional.of(NeededImages.of(accepted, requested, earlier, observed));
        } catch (RequestException e) {
            LOG.info(
                    "{}: no image is removed as long as its newest definition is unclear: {}", project, e.getMessage());
            return Optional.empty();
        }
    }
}
