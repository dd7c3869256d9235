package dev.berth.core.store;

import dev.berth.core.project.ProjectName;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Who may do what; its secret part is known to its owner only.
 *
 * @param project the only project it is good for; empty: all
 * @param expiresAt empty: never
 */
public record AccessToken(
        String name, Scope scope, Optional<ProjectName> project, Instant createdAt, Optional<Instant> expiresAt) {
    /** What its owner may do; each includes those before it. */
    public enum Scope {
        READ,
        DEPLOY,
        ADMIN;

        /** The word in JSON and on the command line. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean includes(Scope needed) {
            return compareTo(needed) >= 0;
        }
    }
}
