package dev.berth.api.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Server-sent events (WHATWG HTML, section 9.2), one after the other. */
final class EventStream {
    private final WireInput in;
    private String id = "";
    private String data = "";

    EventStream(InputStream in) {
        this.in = new WireInput(in);
    }

    /**
     * Waits for the next event that has data.
     *
     * @return whether there is one; not at the end of the stream
     */
    boolean next() throws IOException {
        StringBuilder lines = new StringBuilder();
        boolean any = false;
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty() && any) {
                data = lines.toString();
                return true;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            int start = colon + 1 < line.length() && line.charAt(colon + 1) == ' ' ? colon + 2 : colon + 1;
            String value = colon < 0 ? "" : line.substring(start);
            if (field.equals("data")) {
                lines.append(any ? "\n" : "").append(value);
                any = true;
            } else if (field.equals("id")) {
                id = value;
            }
        }
        return false;
    }

    /** Null at the end of the stream; what a broken connection left unfinished is no line. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(120);
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(b);
        }
        return null;
    }

    /** Of the last event that had one; empty before. */
    String id() {
        return id;
    }

    /** Of the last event. */
    String data() {
        return data;
    }
}
