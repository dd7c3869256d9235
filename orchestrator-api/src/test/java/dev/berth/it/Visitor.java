package dev.berth.it;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection to the proxy, by hand: nothing is retried, so that whatever is lost is seen. */
final class Visitor implements Closeable {
    private static final int PATIENCE = 30_000;

    private final String host;
    private final Socket socket = new Socket();

    Visitor(int port, String host) throws IOException {
        this.host = host;
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE);
        socket.setSoTimeout(PATIENCE);
    }

    /** @param own whether the application sent it, and not the proxy */
    record Answer(int status, boolean own, String body) {}

    Answer ask(String method, String path, String body) throws IOException {
        send(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body);
        return answer();
    }

    /** Makes a web socket of the connection. */
    void upgrade() throws IOException {
        send("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        String head = head();
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException("no web socket: " + head.lines().findFirst().orElse(""));
        }
    }

    /** Sends a byte over the web socket and waits for it to come back. */
    void echo() throws IOException {
        socket.getOutputStream().write('.');
        if (socket.getInputStream().read() != '.') {
            throw new EOFException("the web socket was cut");
        }
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Answer answer() throws IOException {
        String head = head();
        int length = Integer.parseInt(head.lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .findFirst()
                .orElseThrow(() -> new IOException("an answer without length: " + head))
                .substring(15)
                .strip());
        String body = new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
        if (body.length() < length) {
            throw new EOFException("the answer was cut short");
        }
        int status = Integer.parseInt(head.substring(9, 12));
        return new Answer(status, head.contains("X-Own: yes"), body);
    }

    private String head() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException(read.size() == 0 ? "closed without an answer" : "cut within the head");
            }
            read.write(next);
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
