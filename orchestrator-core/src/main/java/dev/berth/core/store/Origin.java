package dev.berth.core.store;

import java.time.Instant;

/**
 * Where an accepted release is from.
 *
 * @param deployment the one that accepted it, by whose number it can be gone back to; 0 when none did
 * @param revision of the definition that it was made from
 * @param rolledBack the newest revision when it was gone back to, which from then on asks for nothing of itself; 0 when
 *     it was not gone back to
 * @param at when it was accepted first
 */
public record Origin(long deployment, long revision, long rolledBack, Instant at) {
    Origin provenAs(long lately) {
        return new Origin(deployment, lately, 0, at);
    }
}
