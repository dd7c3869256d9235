package dev.berth.proxy.traefik;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/**
 * An application that never ends its answers: upgraded to another protocol it echoes lines, otherwise it sends one event
 * and keeps the stream open until the client leaves.
 */
final class StreamingBackEnd implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    StreamingBackEnd() throws IOException {
        Thread accepting = new Thread(this::accept);
        accepting.setDaemon(true);
        accepting.start();
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Upgrades a connection, says one line and answers the first that comes back. */
    static String converse(int port, String host, String line) throws IOException {
        String upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        return ask(port, host, upgrade, line);
    }

    /** Asks for the stream and answers its first event. */
    static String firstEvent(int port, String host) throws IOException {
        return ask(port, host, "Accept: text/event-stream\r\nAccept-Encoding: gzip\r\n", "");
    }

    private static String ask(int port, String host, String headers, String line) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            say(socket, "GET / HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n");
            BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            skipHead(reader);
            say(socket, line.isEmpty() ? "" : line + "\n");
            String answer = reader.readLine();
            return answer.matches("[0-9a-f]+") ? reader.readLine() : answer;
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                answer(socket);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void answer(Socket socket) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        if (skipHead(reader).contains("upgrade: websocket")) {
            say(socket, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            say(socket, "echo: " + reader.readLine() + "\n");
        } else {
            say(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: first\n\n");
        }
        reader.readLine();
    }

    private static String skipHead(BufferedReader reader) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            head.append(line.toLowerCase(Locale.ROOT)).append('\n');
        }
        return head.toString();
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
