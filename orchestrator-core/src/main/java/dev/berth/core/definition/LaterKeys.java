package dev.berth.core.definition;

import java.util.Map;
import java.util.Optional;

/** Keys that are read and checked, but take effect in a later version: one line each, removed when it does. */
final class LaterKeys {
    private static final Map<String, String> INSTEAD = Map.of("an application.verify", "nothing runs these commands");

    private LaterKeys() {}

    /** What happens instead, when the key has no effect yet. */
    static Optional<String> instead(String sectionAndKey) {
        return Optional.ofNullable(INSTEAD.get(sectionAndKey));
    }

    /** Warns of keys in {@code fields} that have no effect yet. */
    static void warn(Fields fields, Section section) {
        for (String name : section.names()) {
            String whole = section.name() + "." + name;
            if (fields.has(name)) {
                instead(whole).ifPresent(words -> fields.problems()
                        .warning(
                                fields.keyAt(name),
                                name + " has no effect yet: " + words,
                                "nothing to do; it is checked and kept for a later version"));
            }
        }
    }
}
