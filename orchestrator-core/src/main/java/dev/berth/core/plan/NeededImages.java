package dev.berth.core.plan;

import dev.berth.core.engine.BuiltImage;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The images, by reference and by id, that a project needs now or can be asked for again. */
public record NeededImages(Set<String> names) {
    public NeededImages {
        names = Set.copyOf(names);
    }

    /**
     * @param accepted what is kept true, stopped applications too
     * @param requested what the newest definition asks for
     * @param earlier references and ids of the images of releases that can be gone back to
     */
    public static NeededImages of(
            DesiredState accepted, DesiredState requested, Collection<String> earlier, ObservedState observed) {
        Set<String> names = new TreeSet<>(earlier);
        Stream.of(accepted, requested)
                .flatMap(state -> state.applications().stream())
                .map(DesiredApplication::release)
                .forEach(release -> {
                    names.add(release.image().reference());
                    release.imageId().ifPresent(names::add);
                });
        observed.instances().stream().map(ObservedInstance::imageId).forEach(names::add);
        return new NeededImages(names);
    }

    /** What is to be removed of the images that were built for the project: references, and ids of those without. */
    public List<String> spare(Collection<BuiltImage> built) {
        return built.stream()
                .filter(image -> !names.contains(image.id())
                        && image.references().stream().noneMatch(names::contains))
                .flatMap(image -> image.references().isEmpty() ? Stream.of(image.id()) : image.references().stream())
                .sorted()
                .toList();
    }
}
