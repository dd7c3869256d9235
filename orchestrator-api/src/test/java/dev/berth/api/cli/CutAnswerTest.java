package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one reads whose daemon is killed while it answers. */
class CutAnswerTest {
    @TempDir
    Path directory;

    @Test
    void itIsSaidOnceAndWithWhatToDo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread daemon = new Thread(() -> dieWhileAnswering(server));
            daemon.start();
            String url = "http://127.0.0.1:" + server.getLocalPort();
            Outcome outcome =
                    Outcome.of(Map.of("BERTH_URL", url, "BERTH_TOKEN", "t"), directory, "logs", "shop/web", "-f");
            assertEquals("tick 1\n", outcome.out());
            assertEquals(
                    "error: the connection to the daemon at " + url + " ended in the middle of its answer\n"
                            + "fix: say it again when the daemon is back\n",
                    outcome.err());
            assertEquals(1, outcome.code());
            daemon.join();
        }
    }

    private static void dieWhileAnswering(ServerSocket server) {
        try (Socket connection = server.accept()) {
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            while (!request.readLine().isEmpty()) {
                continue;
            }
            String begun = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\ntick 1\n\r\n";
            connection.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
