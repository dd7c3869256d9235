package dev.berth.core.engine;

import dev.berth.core.release.Release;
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

    private final Map<String, String> registry = new TreeMap<>();
    private final Set<String> unavailable = new TreeSet<>();

    void makeUnavailable(String reference) {
        unavailable.add(reference);
    }

    void push(String reference, String id) {
        registry.put(reference, id);
    }

    void provide(String reference, boolean lookAgain, ProgressSink progress) {
        if (unavailable.contains(reference)) {
            throw new EngineException(EngineException.Kind.IMAGE_UNAVAILABLE, "no registry has the image " + reference);
        }
        progress.line("providing " + reference);
        if (lookAgain || !ids.containsKey(reference)) {
            ids.put(reference, registry.getOrDefault(reference, "sha256:" + reference));
            here.add(ids.get(reference));
        }
    }

    void remove(String reference) {
        Optional.ofNullable(ids.remove(reference)).ifPresent(here::remove);
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
