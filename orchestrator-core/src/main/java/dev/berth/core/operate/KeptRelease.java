package dev.berth.core.operate;

import dev.berth.core.project.ApplicationName;
import java.time.Instant;

/**
 * A release of an application that is accepted, or can be gone back to.
 *
 * @param deployment the one that accepted it; 0 when it is not known
 * @param release its 8 hex digits
 * @param image by its reference
 * @param at when it was accepted
 * @param isAccepted whether it is the one that is kept true now
 */
public record KeptRelease(
        ApplicationName application, long deployment, String release, String image, Instant at, boolean isAccepted) {}
