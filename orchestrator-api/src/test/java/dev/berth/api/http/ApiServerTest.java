package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at what is logged")
class ApiServerTest {
    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void healthNeedsNoToken() throws Exception {
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri("/healthz")));
        assertEquals("200 ok\n", answer.statusCode() + " " + answer.body());
    }

    @Test
    void anAddressThatIsTakenIsNamedWithTheRemedyAndOnce() {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            assertTaken();
        } finally {
            System.setErr(before);
        }
        assertEquals("", log.toString(StandardCharsets.UTF_8));
    }

    private void assertTaken() {
        ApiSettings taken = ApiSettings.of("127.0.0.1", server.server.port(), TestServer.MAX_CONTEXT);
        assertEquals(
                "cannot listen on 127.0.0.1:" + server.server.port()
                        + ": Address already in use; end what listens there, or"
                        + " start with --listen on another port",
                assertThrows(ListenException.class, () -> ApiServer.start(taken, server.parts))
                        .getMessage());
    }

    @Test
    void everyAnswerCarriesTheSecurityHeadersAndNothingOfTheServersMake() throws Exception {
        Map<String, Object> headers =
                new TreeMap<>(server.get("/nothing").headers().map());
        headers.keySet().removeAll(java.util.List.of("date", "content-length"));
        assertEquals(
                """
                berth-exit: [2]
                cache-control: [no-store]
                content-security-policy: [default-src 'none'; frame-ancestors 'none']
                content-type: [application/problem+json]
                referrer-policy: [no-referrer]
                x-content-type-options: [nosniff]
                """,
                headers.entrySet().stream()
                        .map(e -> e.getKey() + ": " + e.getValue() + "\n")
                        .collect(Collectors.joining()));
    }
}
