package dev.berth.core.store;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.release.Fingerprint;
import java.time.Instant;

/**
 * What is known of an accepted or an earlier release without unsealing it.
 *
 * @param deployment the one that accepted it; 0 when none did
 * @param image by its reference
 * @param imageId what that meant when the release was accepted
 * @param at when it was accepted
 */
public record StoredRelease(
        ApplicationName application,
        long deployment,
        Fingerprint fingerprint,
        String image,
        String imageId,
        Instant at) {}
