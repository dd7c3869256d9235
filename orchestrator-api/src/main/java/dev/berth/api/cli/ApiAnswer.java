package dev.berth.api.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the daemon answered; the body is still on its way. */
final class ApiAnswer implements AutoCloseable {
    private final Socket socket;
    private final WireInput wire;
    private final int status;
    private final String reason;
    private final List<String> headers = new ArrayList<>();
    private final InputStream body;

    private ApiAnswer(Socket socket, WireInput wire, boolean bodiless) throws IOException {
        this.socket = socket;
        this.wire = wire;
        String line = wire.line();
        while (line.startsWith("HTTP/1.1 100")) {
            while (!wire.line().isEmpty()) {
                continue; // an interim answer has nothing to say
            }
            line = wire.line();
        }
        if (!line.startsWith("HTTP/1.") || line.length() < 12 || !Arguments.isNumber(line.substring(9, 12), 100)) {
            throw new IOException("the answer is not HTTP: it begins with \"" + line + "\"");
        }
        this.status = Integer.parseInt(line.substring(9, 12));
        this.reason = line.substring(12).trim();
        for (String header = wire.line(); !header.isEmpty(); header = wire.line()) {
            headers.add(header);
        }
        this.body = bodyOf(bodiless || status == 204 || status == 304 || status == 101);
    }

    static ApiAnswer read(Socket socket, boolean bodiless) throws IOException {
        return new ApiAnswer(socket, new WireInput(socket.getInputStream()), bodiless);
    }

    private InputStream bodyOf(boolean none) throws IOException {
        if (none) {
            return BodyInput.ofLength(wire, 0);
        }
        if (header("Transfer-Encoding").orElse("").equalsIgnoreCase("chunked")) {
            return BodyInput.chunked(wire);
        }
        Optional<String> length = header("Content-Length");
        if (length.isEmpty()) {
            return BodyInput.toTheEnd(wire);
        }
        try {
            return BodyInput.ofLength(wire, Long.parseLong(length.get()));
        } catch (NumberFormatException e) {
            throw new IOException("the answer is not HTTP: its length is \"" + length.get() + "\"", e);
        }
    }

    int status() {
        return status;
    }

    /** Such as {@code 502 Bad Gateway}. */
    String statusText() {
        return reason.isEmpty() ? Integer.toString(status) : status + " " + reason;
    }

    boolean isOk() {
        return status >= 200 && status < 300;
    }

    /** The first header of that name. */
    Optional<String> header(String name) {
        List<String> all = headers(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
    }

    /** The values of all headers of that name, in order. */
    List<String> headers(String name) {
        List<String> values = new ArrayList<>(1);
        int length = name.length();
        for (String header : headers) {
            if (header.length() > length
                    && header.charAt(length) == ':'
                    && header.regionMatches(true, 0, name, 0, length)) {
                values.add(WireInput.utf8(header.substring(length + 1).trim()));
            }
        }
        return values;
    }

    InputStream body() {
        return body;
    }

    byte[] bytes() throws IOException {
        return body.readAllBytes();
    }

    /** What comes after the head of a switched protocol. */
    WireInput wire() {
        return wire;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }
}
