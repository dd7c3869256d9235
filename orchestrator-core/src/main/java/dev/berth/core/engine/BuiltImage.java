package dev.berth.core.engine;

import java.util.List;

/**
 * An image that was built for a project of this store.
 *
 * @param references by which it is known, sorted; none when another one was built under its name since
 */
public record BuiltImage(String id, List<String> references) {
    public BuiltImage {
        references = references.stream().sorted().toList();
    }
}
