package dev.berth.core.release;

import dev.berth.core.project.ApplicationName;
import java.util.Map;
import java.util.Set;

/**
 * What a project's definition does not say and its releases depend on.
 *
 * @param secrets of the project, by name
 * @param uploads local path of a build context, as written in the definition → {@code sha256:…} of its upload; one
 *     application's own under {@link #own}
 * @param generations image reference (of a build: {@code PROJECT/APPLICATION}) → how often a second look brought another
 *     image; 0 where absent
 * @param key for fingerprints; never rotated, or everything would be new
 * @param stopped applications that the user wants stopped
 */
public record ResolveContext(
        Map<String, Secret> secrets,
        Map<String, String> uploads,
        Map<String, Long> generations,
        FingerprintKey key,
        Set<ApplicationName> stopped) {
    public ResolveContext {
        secrets = Map.copyOf(secrets);
        uploads = Map.copyOf(uploads);
        generations = Map.copyOf(generations);
        stopped = Set.copyOf(stopped);
    }

    /** The key of an upload that only this application means by the path: what others call so may be another one. */
    public static String own(ApplicationName application, String path) {
        return application + "\n" + path;
    }
}
