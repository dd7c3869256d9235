package dev.berth.core.store;

import dev.berth.core.release.DesiredApplication;
import java.time.Instant;

/**
 * A release that was accepted once and gave way to another one.
 *
 * @param deployment the one that had accepted it
 * @param revision of the definition that it was made from
 * @param at when it was accepted
 * @param application as it was then, the release pinned to its image
 */
public record EarlierRelease(long deployment, long revision, Instant at, DesiredApplication application) {}
