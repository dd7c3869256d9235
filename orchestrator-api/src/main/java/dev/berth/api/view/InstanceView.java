package dev.berth.api.view;

import dev.berth.core.operate.ApplicationStatus;
import java.time.Instant;

/** One instance of an application in an answer. */
public record InstanceView(
        String name,
        String state,
        String health,
        int restarts,
        Integer exitCode,
        boolean oomKilled,
        Instant startedAt) {
    static InstanceView of(ApplicationStatus.Instance instance) {
        return new InstanceView(
                instance.name(),
                instance.state(),
                instance.health(),
                instance.restarts(),
                instance.exitCode().isPresent() ? instance.exitCode().getAsInt() : null,
                instance.oomKilled(),
                instance.startedAt().orElse(null));
    }
}
