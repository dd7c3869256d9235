package dev.berth.core.reconcile;

import dev.berth.core.release.InstanceName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a lane has to say of one application beside what the engine says.
 *
 * @param message the last failure, or what it waits for, in words; empty when all is well
 * @param waits whether it is not started because another application has to be healthy before
 * @param notBefore when it is tried again, while it is left alone after repeated failures
 * @param starts of instances by healing, since a user last ordered something
 */
public record ApplicationNote(
        String message, boolean waits, Optional<Instant> notBefore, Map<InstanceName, Integer> starts) {
    public static final ApplicationNote NOTHING = new ApplicationNote("", false, Optional.empty(), Map.of());

    /** Of one that waits for no other. */
    public ApplicationNote(String message, Optional<Instant> notBefore, Map<InstanceName, Integer> starts) {
        this(message, false, notBefore, starts);
    }

    public ApplicationNote {
        starts = Map.copyOf(starts);
    }
}
