package dev.berth.core.reconcile;

import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.InstanceName;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a lane saw its project last.
 *
 * @param accepted what it keeps true; empty project when nothing was proven yet
 * @param observed what the engine said
 * @param lookedAt when it said so; empty before the first look
 * @param running the deployment under way
 * @param steps application → the step a deployment is at with it
 * @param health running instance → how it answers its health check
 * @param notes application → what went wrong
 * @param trouble why the lane as a whole cannot do its work; empty when it can
 */
public record LaneSnapshot(
        ProjectName project,
        DesiredState accepted,
        ObservedState observed,
        Optional<Instant> lookedAt,
        OptionalLong running,
        Map<ApplicationName, String> steps,
        Map<InstanceName, InstanceHealth> health,
        Map<ApplicationName, ApplicationNote> notes,
        String trouble) {
    public LaneSnapshot {
        steps = Collections.unmodifiableMap(new TreeMap<>(steps));
        health = Collections.unmodifiableMap(new TreeMap<>(health));
        notes = Collections.unmodifiableMap(new TreeMap<>(notes));
    }

    /** Running instances that fail their health check. */
    public Set<InstanceName> unhealthy() {
        return health.entrySet().stream()
                .filter(one -> one.getValue().state() == InstanceHealth.State.UNHEALTHY)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    public ApplicationNote note(ApplicationName application) {
        return notes.getOrDefault(application, ApplicationNote.NOTHING);
    }
}
