package dev.berth.core.release;

import java.util.ArrayList;
import java.util.List;

/** What changed of an application beside its release, in a user's words. */
public final class SettingsDifference {
    private SettingsDifference() {}

    /** Such as {@code scaled from 1 to 3}, {@code health check changed}; none when all is the same. */
    public static List<String> between(DesiredApplication before, DesiredApplication after) {
        List<String> told = new ArrayList<>();
        if (before.replicas() != after.replicas()) {
            told.add("scaled from " + before.replicas() + " to " + after.replicas());
        }
        tell("port changed", before.port(), after.port(), told);
        tell("domains changed", before.domains(), after.domains(), told);
        tell("sticky changed", before.sticky(), after.sticky(), told);
        tell("retry changed", before.retry(), after.retry(), told);
        tell("health check changed", before.healthCheck(), after.healthCheck(), told);
        tell("limits changed", before.resources(), after.resources(), told);
        tell("restart policy changed", before.restart(), after.restart(), told);
        tell("dependencies changed", before.dependsOn(), after.dependsOn(), told);
        tell("deploy settings changed", before.deploy(), after.deploy(), told);
        tell("job changed", before.job(), after.job(), told);
        return told;
    }

    private static void tell(String what, Object before, Object after, List<String> told) {
        if (!before.equals(after)) {
            told.add(what);
        }
    }
}
