package dev.berth.api.view;

import dev.berth.core.operate.KeptRelease;
import java.time.Instant;

/**
 * A release that is accepted, or can be gone back to, in an answer.
 *
 * @param deployment the one that accepted it
 * @param present whether it is the accepted one now
 */
public record ReleaseView(
        String application, long deployment, String release, String image, Instant acceptedAt, boolean present) {
    public static ReleaseView of(KeptRelease kept) {
        return new ReleaseView(
                kept.application().text(),
                kept.deployment(),
                kept.release(),
                kept.image(),
                kept.at(),
                kept.isAccepted());
    }
}
