package dev.berth.core.engine;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The images of the {@link InMemoryEngine}, by reference. */
final class MemoryImages {
    private final Map<String, String> ids = new TreeMap<>();
    private final Set<String> unavailable = new TreeSet<>();

    void makeUnavailable(String reference) {
        unavailable.add(reference);
    }

    void provide(String reference, ProgressSink progress) {
        if (unavailable.contains(reference)) {
            throw new EngineException(EngineException.Kind.IMAGE_UNAVAILABLE, "no registry has the image " + reference);
        }
        progress.line("providing " + reference);
        ids.putIfAbsent(reference, "sha256:" + reference);
    }

    void remove(String reference) {
        ids.remove(reference);
    }

    Optional<String> id(String reference) {
        return ids.containsValue(reference) ? Optional.of(reference) : Optional.ofNullable(ids.get(reference));
    }

    /** Every reference and every id. */
    Set<String> known() {
        Set<String> known = new TreeSet<>(ids.keySet());
        known.addAll(ids.values());
        return known;
    }
}
