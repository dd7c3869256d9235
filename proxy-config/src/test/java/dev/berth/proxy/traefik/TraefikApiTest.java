package dev.berth.proxy.traefik;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.proxy.wire.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TraefikApiTest {

    private static final ApiAccess ACCESS = new ApiAccess("0".repeat(43));
    private static final PublishedOwner NONE = PublishedOwner.none("shop");

    private HttpServer server;
    private URI base;
    private int status = 200;
    private String answer = "[]";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void nothingIsConfirmedWhenThereIsNothing() {
        TraefikApi api = new TraefikApi(base, ACCESS);
        assertTrue(api.isUp());
        api.confirm(NONE, Duration.ofSeconds(5));
        assertEquals("[]", api.routers().toString());
    }

    @Test
    void aListOfSeveralPagesIsReadToItsEnd() {
        answer = "page";
        TraefikApi api = new TraefikApi(base, ACCESS);
        assertEquals(
                "[RouterStatus[name=r1, rule=, entryPoints=[], service=, serving=true, errors=[]], "
                        + "RouterStatus[name=r2, rule=, entryPoints=[], service=, serving=true, errors=[]]]",
                api.routers().toString());
    }

    @Test
    void somethingElseAtTheAddressIsToldSo() {
        answer = "<html>";
        assertFailure(
                "UNREACHABLE what answers at " + base + " is not Traefik's API: Unexpected character ('<' (code "
                        + "60)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
        status = 404;
        assertFailure("UNREACHABLE Traefik's API at " + base
                + " answered 404 to /api/http/routers; is the access to it " + "published, and is that Traefik?");
    }

    @Test
    void aWrongPasswordIsToldSo() {
        status = 401;
        assertFailure("DENIED Traefik's API at " + base
                + " does not accept Berth's password; publish the access to it again");
    }

    @Test
    void nobodyAtTheAddressIsToldSo() {
        server.stop(0);
        assertFalse(new TraefikApi(base, ACCESS).isUp());
        assertFailure("UNREACHABLE Traefik's API at " + base
                + " does not answer: Connection refused; look at the proxy's log");
    }

    @Test
    void anInterruptEndsTheWaitForAnAnswerOfAProxyThatHangs() throws Exception {
        try (ScriptedServer frozen = ScriptedServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[")) {
            URI hanging = URI.create("http://127.0.0.1:" + frozen.address().getPort());
            CompletableFuture<TraefikFailure> outcome = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    new ApiConnection(hanging, ACCESS).list("/api/http/routers", "", Duration.ofSeconds(60));
                } catch (TraefikFailure e) {
                    outcome.complete(e);
                }
            });
            caller.start();
            frozen.awaitAsked();
            caller.interrupt();
            assertEquals(
                    TraefikFailure.Kind.INTERRUPTED,
                    outcome.get(20, TimeUnit.SECONDS).kind());
            frozen.awaitLeft();
        }
    }

    private void assertFailure(String expected) {
        TraefikApi api = new TraefikApi(base, ACCESS);
        var failure = Unconfirmed.of(api, NONE, Duration.ofMillis(100));
        assertEquals(expected, failure.kind() + " " + failure.getMessage());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String text = answer;
            if (text.equals("page")) {
                boolean last = exchange.getRequestURI().getQuery().contains("&page=2");
                exchange.getResponseHeaders().set("X-Next-Page", last ? "1" : "2");
                text = "[{\"name\":\"r" + (last ? 2 : 1) + "@file\"}]";
            }
            byte[] body = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
