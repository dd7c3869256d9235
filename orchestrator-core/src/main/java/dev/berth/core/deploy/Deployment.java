package dev.berth.core.deploy;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One execution of a plan on a user's order.
 *
 * @param id such as {@code 42}, rising
 * @param application the one it was for; empty: the whole project
 * @param revision of the project that it tries
 * @param cause such as {@code apply}, {@code restart}
 * @param actor the token's name
 * @param begunAt when its turn came; empty while it waits, and of one that was ended before
 * @param outcomes one an application that was touched, sorted
 * @param message why it failed, or what was done, in words
 */
public record Deployment(
        long id,
        ProjectName project,
        Optional<ApplicationName> application,
        long revision,
        Status status,
        String cause,
        String actor,
        Instant createdAt,
        Optional<Instant> begunAt,
        Optional<Instant> finishedAt,
        List<Outcome> outcomes,
        String message) {
    /** Where a deployment stands. */
    public enum Status {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        /** Never given: one that failed is {@link #FAILED}, also when the old release took over again. */
        ROLLED_BACK,
        CANCELLED;

        public boolean isFinal() {
            return this != QUEUED && this != RUNNING;
        }

        /** The word in JSON and on the command line. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** How it went for one application. */
    public record Outcome(ApplicationName application, Status status, String message) {}

    public Deployment {
        outcomes = List.copyOf(outcomes);
    }
}
