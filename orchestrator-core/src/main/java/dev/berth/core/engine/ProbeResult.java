package dev.berth.core.engine;

import java.util.OptionalInt;

/** What a health probe brought back. */
public sealed interface ProbeResult {
    record Healthy() implements ProbeResult {}

    /** Runs, but did not pass; {@code why} such as {@code GET /health answered 503}. */
    record Failing(String why) implements ProbeResult {}

    /** Is not running. */
    record Ended(OptionalInt exitCode, boolean oomKilled) implements ProbeResult {}

    /** Is not there at all. */
    record Missing() implements ProbeResult {}
}
