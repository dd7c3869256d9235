package dev.berth.proxy.traefik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.route.Middleware;
import dev.berth.proxy.route.Route;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.wire.ScriptedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request at a real Traefik's door: whether it comes from behind it, not what it says. */
class FrontDoorIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private static Path base;

    private static TraefikDirectory directory;
    private static TraefikProcess traefik;

    @BeforeAll
    static void start() {
        directory = TraefikDirectory.open(base.resolve("dynamic"), base.resolve("temporary"));
        directory.publish(TraefikProcess.ACCESS);
        traefik = TraefikProcess.start(base.resolve("dynamic"), base.resolve("traefik.log"));
    }

    @AfterAll
    static void stop() {
        traefik.close();
    }

    private static Optional<String> trouble(Route route) {
        directory.publish("shop", Map.of("web", List.of(route)));
        traefik.api().confirm("shop", "web", PublishedApplication.of(List.of(route)), SOON);
        return FrontDoor.ofThisMachine(traefik.web, traefik.websecure).trouble(route, SOON);
    }

    @Test
    void anyAnswerOfTheApplicationIsOneAlsoOfAWildcardAndOverTls() {
        try (BackEnd blue = new BackEnd("blue")) {
            assertEquals(Optional.empty(), trouble(Routes.web("shop.example.org", "/shop", blue.address())));
            assertEquals(Optional.empty(), trouble(Routes.web("*.example.org", "/", blue.address())));
            Tls enforced = new Tls.Enforced(443);
            Route secure = Routes.web("safe.example.org", "/", blue.address()).withTls(enforced);
            String unsafe = trouble(secure).orElseThrow();
            assertTrue(
                    unsafe.startsWith("GET https://safe.example.org at port " + traefik.websecure
                                    + " of the proxy failed: ")
                            && unsafe.endsWith("Received fatal alert: unrecognized_name"),
                    unsafe);
        }
    }

    @Test
    void theProxysOwnWordsAboutAServerThatIsAwayAreNone() {
        String gone;
        try (BackEnd blue = new BackEnd("blue")) {
            gone = blue.address();
        }
        assertEquals(
                Optional.of("GET http://shop.example.org at port " + traefik.web
                        + " of the proxy was answered 502 (Bad Gateway)"),
                trouble(Routes.web("shop.example.org", "/", gone)));
    }

    @Test
    void whatSpeaksNoHttpIsToldAndOneThatAnswers500InTheProxysWordsIsNot() throws IOException {
        try (ScriptedServer noHttp = ScriptedServer.saying("-ERR unknown command 'GET'\r\n")) {
            assertEquals(
                    Optional.of("GET http://shop.example.org at port " + traefik.web
                            + " of the proxy was answered 500 (Internal Server Error) by itself, as when what is behind it speaks"
                            + " no HTTP"),
                    trouble(Routes.web("shop.example.org", "/", at(noHttp))));
        }
        String sick = "HTTP/1.1 500 Internal Server Error\r\nServer: own\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Length: 21\r\n\r\nInternal Server Error";
        try (ScriptedServer own = ScriptedServer.saying(sick)) {
            assertEquals(Optional.empty(), trouble(Routes.web("shop.example.org", "/", at(own))));
        }
    }

    @Test
    void whatSpeaksNoHttpIsKnownAlsoWhereTheProxyAddsFieldsToItsOwnWords() throws IOException {
        try (ScriptedServer noHttp = ScriptedServer.saying("-ERR unknown command 'GET'\r\n")) {
            Route route = Routes.web("shop.example.org", "/", at(noHttp))
                    .withMiddlewares(List.of(new Middleware.Headers(
                            new TreeMap<>(), new TreeMap<>(Map.of("Strict-Transport-Security", "max-age=600")))));
            String trouble = trouble(route).orElseThrow();
            assertTrue(trouble.endsWith("as when what is behind it speaks no HTTP"), trouble);
        }
    }

    private static String at(ScriptedServer server) {
        return "127.0.0.1:" + server.address().getPort();
    }

    @Test
    void theyAreKnownAlsoWhereAnswersAreCompressed() {
        String gone;
        try (BackEnd blue = new BackEnd("blue")) {
            gone = blue.address();
        }
        Route compressed =
                Routes.web("shop.example.org", "/", gone).withMiddlewares(List.of(new Middleware.Compress()));
        assertTrue(trouble(compressed).orElseThrow().endsWith("was answered 502 (Bad Gateway)"));
    }

    @Test
    void anAnswerThatNeverEndsIsOneFromItsBeginning() throws Exception {
        try (StreamingBackEnd stream = new StreamingBackEnd()) {
            assertEquals(Optional.empty(), trouble(Routes.web("shop.example.org", "/", stream.address())));
        }
    }

    @Test
    void withoutAProxyThereIsNoAnswer() {
        assertEquals(
                Optional.of("GET http://shop.example.org at port 1 of the proxy failed: Connection refused"),
                FrontDoor.ofThisMachine(1, 1).trouble(Routes.web("shop.example.org", "/"), SOON));
    }
}
