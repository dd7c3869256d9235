package dev.berth.core.store;

import dev.berth.core.engine.LogLine;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * What an instance printed last before it was removed.
 *
 * @param deployment the one that removed it; empty: it was replaced by healing
 * @param cause why it ended, in words
 * @param lines oldest first, at most 1,000
 */
public record EndedLog(String instance, OptionalLong deployment, String cause, Instant at, List<LogLine> lines) {
    public EndedLog {
        lines = List.copyOf(lines);
    }
}
