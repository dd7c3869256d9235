package dev.berth.core.engine;

import java.util.List;

/**
 * An image that was built for a project of this store.
 *
 * @param references by which it is known, sorted; none when somebody took its last one
 */
public record BuiltImage(String id, List<String> references) {
    public BuiltImage {
        references = references.stream().sorted().toList();
    }
}
