package dev.berth.core.reconcile;

import java.time.Instant;
import java.util.Optional;

/**
 * What a lane has to say of one application beside what the engine says.
 *
 * @param message the last failure in words; empty when all is well
 * @param notBefore when it is tried again, while it is left alone after repeated failures
 * @param repairs by Berth without a quiet time between them
 */
public record ApplicationNote(String message, Optional<Instant> notBefore, int repairs) {
    public static final ApplicationNote NOTHING = new ApplicationNote("", Optional.empty(), 0);
}
