package dev.berth.api.view;

import dev.berth.core.engine.LogLine;
import java.time.Instant;

/**
 * One line of a log.
 *
 * @param stream {@code stdout} or {@code stderr}
 */
public record LogLineView(String instance, Instant at, String stream, String text) {
    public static LogLineView of(String instance, LogLine line) {
        String stream = line.stream() == LogLine.Stream.ERR ? "stderr" : "stdout";
        return new LogLineView(instance, line.at(), stream, line.text());
    }
}
