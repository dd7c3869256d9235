package dev.berth.proxy.traefik;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One request over one plain connection, so that any host name and any header can be sent. */
final class Client {

    private Client() {}

    /** The whole answer as text. */
    static String get(int port, String host, String path, String... headers) {
        return request(port, "GET", host, path, "", headers);
    }

    static String request(int port, String method, String host, String path, String body, String... headers) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return request(socket, method, host, path, body, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A GET whose body is so long, which it does not say. */
    static String chunked(int port, String host, int length) {
        String body = Integer.toHexString(length) + "\r\n" + "x".repeat(length) + "\r\n0\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return exchange(
                    socket,
                    "GET / HTTP/1.1\r\nHost: " + host + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                            + body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same over a connection that is open. */
    static String get(Socket socket, String host, String path, String... headers) throws IOException {
        return request(socket, "GET", host, path, "", headers);
    }

    private static String request(
            Socket socket, String method, String host, String path, String body, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        request.append("Content-Length: ").append(body.getBytes(UTF_8).length);
        request.append("\r\nConnection: close\r\n\r\n").append(body);
        return exchange(socket, request.toString());
    }

    private static String exchange(Socket socket, String request) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(request.getBytes(UTF_8));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(answer);
        return answer.toString(UTF_8);
    }

    /** Between two requests of one that asks without end: the processors are for the proxy, too. */
    static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }

    /** The status code of an answer. */
    static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    /** What follows the headers. */
    static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
