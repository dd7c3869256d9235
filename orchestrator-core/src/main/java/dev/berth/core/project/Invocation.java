package dev.berth.core.project;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the process of an instance is started and stopped; what is empty comes from the image.
 *
 * @param init whether a tiny init is PID 1; empty: yes, unless the image's entrypoint is {@code /init}
 */
public record Invocation(
        Optional<List<String>> entrypoint,
        Optional<List<String>> command,
        Optional<String> user,
        Optional<String> workingDir,
        Optional<Boolean> init,
        Duration stopGracePeriod) {
    public static final Invocation OF_THE_IMAGE = new Invocation(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(10));

    public Invocation {
        entrypoint = entrypoint.map(List::copyOf);
        command = command.map(List::copyOf);
    }
}
