package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ExecCommandTest {
    @Test
    void outputGoesWhereItBelongsAndTheCommandsExitCodeIsOurs() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> serve(server));

            Outcome outcome = Outcome.of(
                    Map.of("BERTH_URL", "http://127.0.0.1:" + server.getLocalPort(), "BERTH_TOKEN", "x"),
                    Path.of("/"),
                    "exec",
                    "shop/web",
                    "--",
                    "sh",
                    "-c",
                    "echo a b");

            assertEquals("3 out err", outcome.code() + " " + outcome.out() + " " + outcome.err());
            assertEquals(
                    "GET /api/v1/projects/shop/applications/web/exec?tty=false&command=sh&command=-c&command=echo%20a%20b"
                            + " HTTP/1.1",
                    asked.get());
        }
    }

    @Test
    void aRefusalIsPrinted() {
        try (Wire wire = new Wire()) {
            wire.on(
                    "GET /api/v1/projects/shop/applications/web/exec?tty=false&command=ls",
                    409,
                    "error: it does not run\n",
                    "Berth-Exit: 1");

            assertEquals(1, wire.run("exec", "shop/web", "--", "ls"));
            assertEquals("error: it does not run\n", wire.err);
        }
    }

    private static String serve(ServerSocket server) {
        try (Socket socket = server.accept()) {
            String head = head(socket.getInputStream());
            String key = head.substring(head.indexOf("Sec-WebSocket-Key: ") + 19);
            String accept = WebSocket.accept(key.substring(0, key.indexOf('\r')));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            answer.writeBytes(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            answer.writeBytes(new byte[] {(byte) 0x82, 4, 1, 'o', 'u', 't'});
            answer.writeBytes(new byte[] {(byte) 0x82, 4, 2, 'e', 'r', 'r'});
            answer.writeBytes(new byte[] {(byte) 0x82, 2, 4, '3'});
            socket.getOutputStream().write(answer.toByteArray());
            socket.getInputStream().readAllBytes();
            return head.substring(0, head.indexOf('\r'));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }
}
