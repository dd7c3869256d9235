package dev.berth.core.definition;

import java.util.Map;
import java.util.Optional;

/** Keys that are read and checked, but take effect in a later version: one line each, removed when it does. */
final class LaterKeys {
    private static final String AUTO_ROLLBACK = "a deploy policy.auto_rollback";

    private static final Map<String, String> INSTEAD = Map.of(
            "a deploy policy.drain",
            "an old instance is told to end as soon as the proxy has left it, and has its stop_grace_period for that",
            "a deploy policy.monitor",
            "a release is accepted as soon as it is proven healthy",
            AUTO_ROLLBACK,
            "a release that fails always gives way to the last good one",
            "a deploy policy.keep",
            "to go back, apply the earlier file",
            "an application.verify",
            "nothing runs these commands");

    private LaterKeys() {}

    /** What happens instead, when the key has no effect yet. */
    static Optional<String> instead(String sectionAndKey) {
        return Optional.ofNullable(INSTEAD.get(sectionAndKey));
    }

    /** Warns of keys in {@code fields} that have no effect yet. */
    static void warn(Fields fields, Section section) {
        for (String name : section.names()) {
            String whole = section.name() + "." + name;
            boolean asked = fields.has(name) && !(whole.equals(AUTO_ROLLBACK) && fields.flag(name, true));
            if (asked) {
                instead(whole).ifPresent(words -> fields.problems()
                        .warning(
                                fields.keyAt(name),
                                name + " has no effect yet: " + words,
                                "nothing to do; it is checked and kept for a later version"));
            }
        }
    }
}
