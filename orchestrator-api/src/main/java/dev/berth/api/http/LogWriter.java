package dev.berth.api.http;

import dev.berth.core.engine.LogLine;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes lines of a log as an answer goes on: plain lines, server-sent events, or JSON lines. */
final class LogWriter {
    /** One line as JSON. */
    record Line(String instance, Instant at, String stream, String text) {}

    private final Exchange exchange;
    private final ServletOutputStream out;
    private final boolean events;
    private final boolean text;
    private boolean several;

    private LogWriter(Exchange exchange, ServletOutputStream out, boolean events, boolean text, boolean several) {
        this.exchange = exchange;
        this.out = out;
        this.events = events;
        this.text = text;
        this.several = several;
    }

    /** @param several whether lines have to tell whose they are */
    static LogWriter begin(Exchange exchange, boolean several) throws IOException {
        boolean text = exchange.wantsText();
        boolean events = exchange.header("Accept").orElse("").contains(EventStream.EVENTS);
        HttpServletResponse response = exchange.context().res();
        response.setStatus(200);
        String type = events ? EventStream.EVENTS : text ? "text/plain" : "application/x-ndjson";
        response.setContentType(type + "; charset=utf-8");
        response.setHeader("X-Accel-Buffering", "no");
        response.flushBuffer();
        return new LogWriter(exchange, response.getOutputStream(), events, text, several);
    }

    /** From now on lines tell whose they are. */
    void nameInstances() {
        several = true;
    }

    /** @throws UncheckedIOException when the reader is gone */
    void write(String instance, LogLine line) {
        if (text) {
            write((several ? instance + " | " : "") + line.text() + "\n");
            return;
        }
        String stream = line.stream() == LogLine.Stream.ERR ? "stderr" : "stdout";
        String json = exchange.json().write(new Line(instance, line.at(), stream, line.text()));
        write(events ? "data: " + json + "\n\n" : json + "\n");
    }

    /** Shows that the stream lives. */
    void heartBeat() {
        if (events) {
            write(": still here\n\n");
        }
        flush();
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that nothing more comes. */
    void finish() {
        if (events) {
            write("event: finished\ndata: {}\n\n");
        }
        flush();
    }

    private void write(String some) {
        try {
            out.write(some.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
