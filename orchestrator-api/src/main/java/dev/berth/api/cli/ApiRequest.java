package dev.berth.api.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One request to the daemon, as it is built up. */
final class ApiRequest {
    private static final byte[] NOTHING = {};

    private final String method;
    private final String path;
    private final StringBuilder headers = new StringBuilder();
    private byte[] body = NOTHING;
    private RequestBody content;
    private int silence = 120_000;

    private ApiRequest(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /** @param path with its query, already encoded, such as {@code /api/v1/projects} */
    static ApiRequest of(String method, String path) {
        return new ApiRequest(method, path);
    }

    ApiRequest header(String name, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new IllegalStateException("a line break in the header " + name);
        }
        headers.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    ApiRequest body(String type, byte[] bytes) {
        body = bytes;
        return header("Content-Type", type);
    }

    ApiRequest body(String type, RequestBody large) {
        content = large;
        return header("Content-Type", type);
    }

    /** How long the daemon may stay silent before the connection counts as broken; 0: for ever. */
    ApiRequest silence(int milliseconds) {
        silence = milliseconds;
        return this;
    }

    int silence() {
        return silence;
    }

    String method() {
        return method;
    }

    /** @param head what every request to this daemon carries, each line with its end */
    void writeTo(OutputStream out, String prefix, String head) throws IOException {
        long length = content == null ? body.length : content.length();
        StringBuilder text = new StringBuilder(512);
        text.append(method)
                .append(' ')
                .append(prefix)
                .append(path)
                .append(" HTTP/1.1\r\n")
                .append(head);
        text.append(headers);
        if (length > 0 || method.equals("PUT") || method.equals("POST")) {
            text.append("Content-Length: ").append(length).append("\r\n");
        }
        byte[] start = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        if (content == null) {
            byte[] all = new byte[start.length + body.length];
            System.arraycopy(start, 0, all, 0, start.length);
            System.arraycopy(body, 0, all, start.length, body.length);
            out.write(all);
            return;
        }
        out.write(start);
        content.writeTo(out);
    }
}
