package dev.berth.core.docker;

import dev.berth.core.engine.LogLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Puts lines together again from the frames of both streams. Each frame begins with its time and a space, also one that
 * goes on with a long line, which the engine cuts every 16 KiB. A line that does not end is cut here.
 */
final class LineAssembly {
    private static final int LONGEST = 256 * 1024;

    private final Map<LogLine.Stream, OpenLine> open = new EnumMap<>(LogLine.Stream.class);
    private final Consumer<LogLine> sink;

    LineAssembly(Consumer<LogLine> sink) {
        this.sink = sink;
    }

    void accept(LogLine.Stream stream, byte[] frame) {
        int space = 0;
        while (space < frame.length && frame[space] != ' ') {
            space++;
        }
        Instant at = time(new String(frame, 0, space, StandardCharsets.US_ASCII));
        OpenLine line = open.computeIfAbsent(stream, s -> new OpenLine(at));
        for (int i = space + 1; i < frame.length; i++) {
            boolean ends = frame[i] == '\n';
            if (!ends) {
                line.bytes.write(frame[i]);
            }
            if (ends || line.bytes.size() == LONGEST) {
                sink.accept(line.finish(stream));
                line = new OpenLine(at);
                open.put(stream, line);
            }
        }
        if (line.bytes.size() == 0) {
            open.remove(stream);
        }
    }

    /** Hands over what had no line end. */
    void end() {
        open.forEach((stream, line) -> sink.accept(line.finish(stream)));
        open.clear();
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalStateException("a line of a log does not begin with its time: " + text, e);
        }
    }

    private record OpenLine(Instant at, ByteArrayOutputStream bytes) {
        OpenLine(Instant at) {
            this(at, new ByteArrayOutputStream());
        }

        LogLine finish(LogLine.Stream stream) {
            String text = bytes.toString(StandardCharsets.UTF_8);
            return new LogLine(at, stream, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
        }
    }
}
