package dev.berth.core.engine;

import dev.berth.core.project.ProjectName;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.Release;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The images of the {@link InMemoryEngine}, by reference. */
final class MemoryImages {
    private final Map<String, String> ids = new TreeMap<>();
    /** Also of those that no reference leads to any more. */
    private final Set<String> here = new TreeSet<>();

    /** Reference or, of those that no reference leads to any more, id → the project it was built for. */
    private final Map<String, ProjectName> built = new TreeMap<>();

    private final Map<String, String> registry = new TreeMap<>();
    private final Set<String> unavailable = new TreeSet<>();

    void makeUnavailable(String reference) {
        unavailable.add(reference);
    }

    void push(String reference, String id) {
        registry.put(reference, id);
    }

    void provide(ProjectName project, ImageSpec image, boolean lookAgain, ProgressSink progress) {
        String reference = image.reference();
        if (unavailable.contains(reference)) {
            throw new EngineException(EngineException.Kind.IMAGE_UNAVAILABLE, "no registry has the image " + reference);
        }
        progress.line("providing " + reference);
        if (lookAgain || !ids.containsKey(reference)) {
            String before = ids.put(reference, registry.getOrDefault(reference, "sha256:" + reference));
            if (before != null && !before.equals(ids.get(reference)) && built.containsKey(reference)) {
                built.put(before, built.get(reference));
            }
            here.add(ids.get(reference));
        }
        if (image instanceof ImageSpec.Built) {
            built.put(reference, project);
        }
    }

    List<BuiltImage> builtFor(ProjectName project) {
        return built.entrySet().stream()
                .filter(entry -> entry.getValue().equals(project))
                .map(Map.Entry::getKey)
                .filter(known()::contains)
                .map(name -> ids.containsKey(name)
                        ? new BuiltImage(ids.get(name), List.of(name))
                        : new BuiltImage(name, List.of()))
                .toList();
    }

    void remove(String reference) {
        Optional.ofNullable(ids.remove(reference)).ifPresent(here::remove);
        here.remove(reference);
    }

    Optional<String> id(String reference) {
        return here.contains(reference) ? Optional.of(reference) : Optional.ofNullable(ids.get(reference));
    }

    /** @throws EngineException of kind {@code IMAGE_UNAVAILABLE} when what a release runs on is not here */
    String required(Release release) {
        String wanted = release.imageId().orElse(release.image().reference());
        return id(wanted)
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.IMAGE_UNAVAILABLE, "the image " + wanted + " is not here"));
    }

    /** Every reference and every id. */
    Set<String> known() {
        Set<String> known = new TreeSet<>(ids.keySet());
        known.addAll(here);
        return known;
    }
}
