package dev.berth.api.http;

import dev.berth.api.view.LogLineView;
import dev.berth.api.view.Style;
import dev.berth.core.engine.LogLine;
import dev.berth.core.reconcile.Masking;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes lines of a log as an answer goes on: plain lines, server-sent events, or JSON lines. */
final class LogWriter {
    private final Exchange exchange;
    private final HttpServletResponse response;
    private final ServletOutputStream out;
    private final boolean events;
    private final boolean text;
    private final Style style;
    private boolean several;
    private Masking masking;

    /**
     * @param several whether lines have to tell whose they are
     * @param masking takes secrets out, which applications like to print
     */
    LogWriter(Exchange exchange, boolean several, Masking masking) throws IOException {
        String accept = exchange.header("Accept").orElse("");
        this.exchange = exchange;
        this.events = accept.contains(EventStream.EVENTS);
        this.text = !events && !accept.contains("json");
        this.style = exchange.style();
        this.several = several;
        this.masking = masking;
        this.response = exchange.context().res();
        String type = events ? EventStream.EVENTS : text ? "text/plain" : "application/x-ndjson";
        response.setStatus(200);
        response.setContentType(type + "; charset=utf-8");
        response.setHeader("X-Accel-Buffering", "no");
        this.out = response.getOutputStream();
    }

    /** Whether a part of the answer is on its way, so that a failure can only be told in it. */
    boolean isOnItsWay() {
        return response.isCommitted();
    }

    /** From now on lines tell whose they are. */
    void nameInstances() {
        several = true;
    }

    /** From now on with these secrets. */
    void maskedBy(Masking other) {
        masking = other;
    }

    /** @throws UncheckedIOException when the reader is gone */
    void write(String instance, LogLine printed) {
        LogLine line = new LogLine(printed.at(), printed.stream(), masking.mask(printed.text()));
        if (text) {
            write((several ? instance + " | " : "") + style.printed(line.text()) + "\n");
            return;
        }
        String json = exchange.json().write(LogLineView.of(instance, line));
        write(events ? "data: " + json + "\n\n" : json + "\n");
    }

    /** Shows that the stream lives. */
    void heartBeat() {
        if (events) {
            write(": still here\n\n");
        }
    }

    /** Sends what is written; at first the head. */
    void flush() {
        try {
            response.flushBuffer();
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
