package dev.berth.core.project;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where an application's image comes from. */
public sealed interface Source {
    /** An image by reference, such as {@code redis:7}. */
    record Image(String reference) implements Source {}

    /**
     * An image built from a context.
     *
     * @param context a path relative to the project file, or {@code sha256:…} for an uploaded one; empty only with an
     *     inline Dockerfile
     * @param dockerfile relative to the context
     * @param dockerfileInline the Dockerfile's own text; then {@code dockerfile} is not read
     */
    record Build(
            Optional<String> context,
            String dockerfile,
            Optional<String> dockerfileInline,
            Optional<String> target,
            Map<String, String> args,
            boolean noCache)
            implements Source {
        public Build {
            args = java.util.Collections.unmodifiableMap(new TreeMap<>(args));
        }
    }
}
