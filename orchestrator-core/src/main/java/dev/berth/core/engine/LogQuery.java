package dev.berth.core.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * Which lines of a log are wanted.
 *
 * @param tail how many of the last lines; {@link Integer#MAX_VALUE} for all
 */
public record LogQuery(boolean follow, int tail, Optional<Instant> since) {}
