package dev.berth.core.operate;

import java.util.Map;
import java.util.TreeMap;

/**
 * A project's definition as a user sent it.
 *
 * @param file the name for messages, such as {@code project.yml}
 * @param text YAML, or JSON, which is YAML
 * @param uploads local path as written in the definition (a build context, an env file) → {@code sha256:…} of the upload
 *     that stands for it, or {@link #ABSENT}
 */
public record Definition(String file, String text, Map<String, String> uploads) {
    /** Stands for an env file that the user's machine does not have. */
    public static final String ABSENT = "absent";

    public Definition {
        uploads = java.util.Collections.unmodifiableMap(new TreeMap<>(uploads));
    }
}
