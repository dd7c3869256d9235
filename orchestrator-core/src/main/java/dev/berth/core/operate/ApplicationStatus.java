package dev.berth.core.operate;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an application is.
 *
 * @param health {@code healthy}, {@code unhealthy}, {@code starting} or {@code unknown}
 * @param release 8 hex digits of the accepted one; empty before the first
 * @param secureHosts the host names that are to be served over https
 * @param message why it is so, in words; empty when all is well
 */
public record ApplicationStatus(
        ProjectName project,
        ApplicationName name,
        State state,
        String health,
        int replicas,
        Optional<String> release,
        String image,
        List<String> urls,
        List<String> secureHosts,
        List<Instance> instances,
        String message) {
    /** In one word. */
    public enum State {
        PENDING,
        BUILDING,
        STARTING,
        RUNNING,
        DEGRADED,
        STOPPED,
        COMPLETED,
        FAILED;

        /** The word in JSON and on the command line. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How one instance is.
     *
     * @param state the engine's word, lower case
     * @param restarts by the engine since it was made, and by Berth since a user last ordered something or the daemon started
     */
    public record Instance(
            String name,
            String state,
            String health,
            int restarts,
            OptionalInt exitCode,
            boolean oomKilled,
            Optional<Instant> startedAt) {}

    public ApplicationStatus {
        urls = List.copyOf(urls);
        secureHosts = List.copyOf(secureHosts);
        instances = List.copyOf(instances);
    }
}
