package dev.berth.core.engine;

import java.time.Instant;

/** One line that an instance printed. */
public record LogLine(Instant at, Stream stream, String text) {
    /** Where it was printed. */
    public enum Stream {
        OUT,
        ERR
    }
}
