package dev.berth.core.plan;

import dev.berth.core.release.InstanceName;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Words of actions. */
final class ActionText {
    private ActionText() {}

    static String names(List<InstanceName> instances) {
        return instances.stream().map(InstanceName::toString).collect(Collectors.joining(", "));
    }

    static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
