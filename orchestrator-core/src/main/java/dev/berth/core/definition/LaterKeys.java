package dev.berth.core.definition;

import java.util.Map;
import java.util.Optional;

/** Keys that are read and checked, but take effect in a later version: one line each, removed when it does. */
final class LaterKeys {
    static final String HTTPS = "a domain.https";

    private static final Map<String, String> EFFECT = Map.of(
            HTTPS,
            "it is served over http for now",
            "a deploy policy.drain",
            "requests in flight get 10 s",
            "a deploy policy.monitor",
            "a release is accepted once it is proven healthy",
            "a deploy policy.auto_rollback",
            "a failed release always leaves the last good one in place",
            "a deploy policy.keep",
            "go back by applying the earlier file",
            "an application.verify",
            "nothing runs the commands");

    private LaterKeys() {}

    /** What happens instead, when the key has no effect yet. */
    static Optional<String> instead(String sectionAndKey) {
        return Optional.ofNullable(EFFECT.get(sectionAndKey));
    }

    /** Warns of keys in {@code fields} that have no effect yet. */
    static void warn(Fields fields, Section section) {
        for (String name : section.names()) {
            Optional<String> instead = instead(section.name() + "." + name);
            if (instead.isPresent() && fields.has(name) && !(section.name() + "." + name).equals(HTTPS)) {
                fields.problems()
                        .warning(
                                fields.keyAt(name),
                                name + " has no effect in this version yet: " + instead.get(),
                                "leave it if you like; it is checked and kept");
            }
        }
    }
}
