package dev.berth.core.release;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The image of a release, and how it is come by when the engine lacks it. */
public sealed interface ImageSpec {
    /** The reference the engine knows it by: {@code redis:7}, or {@code shop/web:9b1f…} for one built here. */
    String reference();

    /**
     * Pulled from a registry.
     *
     * @param generation raised each time a deliberate second look brought another image under the same reference
     */
    record Pulled(String reference, long generation) implements ImageSpec {}

    /**
     * Built here.
     *
     * @param reference {@code PROJECT/APPLICATION:} and 12 hex digits of the hash of context, Dockerfile, target and
     *     arguments
     * @param contextDigest {@code sha256:…} of the context in the context store; empty when there is none
     * @param dockerfile path within the context
     */
    record Built(
            String reference,
            Optional<String> contextDigest,
            String dockerfile,
            Optional<String> dockerfileInline,
            Optional<String> target,
            Map<String, String> args,
            boolean noCache,
            long generation)
            implements ImageSpec {
        public Built {
            args = Collections.unmodifiableMap(new TreeMap<>(args));
        }

        Built withReference(String made) {
            return new Built(made, contextDigest, dockerfile, dockerfileInline, target, args, noCache, generation);
        }
    }
}
