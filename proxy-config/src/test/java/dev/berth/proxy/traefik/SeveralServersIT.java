package dev.berth.proxy.traefik;

import static dev.berth.proxy.traefik.Routes.web;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.route.Backend;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Middleware;
import dev.berth.proxy.route.Route;
import dev.berth.proxy.route.Upstream;
import dev.berth.proxy.route.UpstreamCheck;
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
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Traefik: one server goes, and another one answers what may be asked again. */
@Order(10)
class SeveralServersIT {
    private static final Optional<UpstreamCheck> LATE =
            Optional.of(UpstreamCheck.near("/", Duration.ofSeconds(5), Duration.ofSeconds(1)));
    private static final Optional<UpstreamCheck> QUICK = LATE.map(UpstreamCheck::quick);

    @TempDir
    private static Path base;

    private static ServedShop shop;
    private static BackEnd blue;

    @BeforeAll
    static void start() {
        blue = new BackEnd("blue");
        shop = ServedShop.in(base);
    }

    @AfterAll
    static void stop() {
        shop.close();
        blue.close();
    }

    @Test
    void aWebSocketAndAnEventStreamFlowWhereACookieBindsToOneOfSeveral() throws IOException {
        try (StreamingBackEnd one = new StreamingBackEnd();
                StreamingBackEnd two = new StreamingBackEnd()) {
            shop.publish(bound(one.address(), two.address()));
            for (int i = 0; i < 2; i++) {
                assertEquals("echo: hello", StreamingBackEnd.converse(shop.traefik.web, "shop.example.org", "hello"));
                assertEquals("data: first", StreamingBackEnd.firstEvent(shop.traefik.web, "shop.example.org"));
            }
        }
    }

    private static Route bound(String... addresses) {
        Route route = web("shop.example.org", "/", addresses);
        return route.withBackend(new Backend(route.backend().upstreams(), true, Optional.empty(), true));
    }

    @Test
    void whatWasNotSentYetGoesToAnotherInstanceAndABrokenCookieBindsNobody() {
        String cookie;
        try (BackEnd first = new BackEnd("first")) {
            shop.publish(bound(first.address(), blue.address()));
            cookie = cookieOf("first /");
            assertEquals("first /", Client.body(Client.get(shop.traefik.web, "shop.example.org", "/", cookie)));
        }
        assertEquals("blue /", Client.body(Client.get(shop.traefik.web, "shop.example.org", "/", cookie)));
        for (int i = 0; i < 4; i++) {
            assertEquals("blue /", Client.body(asked("POST", "order")));
        }
        shop.publish(web("shop.example.org", "/", blue.address()));
    }

    @Test
    void aGetMayHaveABodyOfAnySizeAndGoesToAnotherOneWhileNothingOfItWasSent() {
        String large = "x".repeat(3 << 20);
        try (BackEnd first = new BackEnd("first")) {
            for (Route route : List.of(bound(first.address(), blue.address()), both(first, QUICK))) {
                shop.publish(route);
                assertEquals(200, Client.status(asked("GET", large)));
            }
        }
        assertEquals("blue /", shop.body("/"));
        assertEquals("blue /", Client.body(asked("GET", large)));
        shop.publish(web("shop.example.org", "/", blue.address()));
    }

    @Test
    void aGetThatDoesNotSayHowMuchItSendsMaySend16KiB() {
        shop.publish(bound(blue.address(), blue.address().replace("127.0.0.1", "localhost")));
        assertEquals("blue /", Client.body(Client.chunked(shop.traefik.web, "shop.example.org", 16 * 1024)));
        assertEquals(413, Client.status(Client.chunked(shop.traefik.web, "shop.example.org", 16 * 1024 + 1)));
    }

    /** That binds a visitor to the instance which answers so. */
    private static String cookieOf(String body) {
        for (int i = 0; i < 10; i++) {
            String answer = Client.get(shop.traefik.web, "shop.example.org", "/");
            if (Client.body(answer).equals(body)) {
                return "Cookie: " + answer.replaceFirst("(?s).*Set-Cookie: ([^;]+);.*", "$1");
            }
        }
        throw new AssertionError("nobody answered " + body);
    }

    @Test
    void whoStandsByAnswersWhileTheFirstIsGoneAndNothingIsLost() {
        try (BackEnd first = new BackEnd("first")) {
            publishBoth(first);
            assertEquals("first /", shop.body("/"));
        }
        for (int i = 0; i < 3; i++) {
            assertBlueTakesOver();
        }
        shop.publish(web("shop.example.org", "/", blue.address()));
    }

    @Test
    void whatIsTriedAgainFindsItselfThatTheFirstIsGoneWhenNoCheckTellsIt() {
        for (int i = 0; i < 3; i++) {
            try (BackEnd first = new BackEnd("first")) {
                publishBoth(first, LATE);
                assertEquals("first /", shop.body("/"));
            }
            assertBlueTakesOver();
        }
        shop.publish(web("shop.example.org", "/", blue.address()));
    }

    @Test
    void whoStandsByAnswersAlsoForAFirstThatNobodyMayAsk() {
        try (BackEnd first = new BackEnd("first")) {
            publishBoth(first, Optional.empty());
            assertEquals("first /", Client.body(asked("POST", "order")));
        }
        assertBlueTakesOver();
        shop.publish(web("shop.example.org", "/", blue.address()));
    }

    @Test
    void whoStandsByAnswersWhenAllOfSeveralAreGoneAlsoWhomACookieBindsToOne() {
        Route alone = web("shop.example.org", "/", blue.address());
        Route several;
        String cookie;
        try (BackEnd one = new BackEnd("one");
                BackEnd two = new BackEnd("two")) {
            several = bound(one.address(), two.address());
            several = several.withBackend(new Backend(
                    several.backend().upstreams(),
                    true,
                    Optional.empty(),
                    true,
                    alone.backend().upstreams()));
            shop.publish(several);
            cookie = cookieOf("two /");
        }
        assertEquals("blue /", Client.body(Client.get(shop.traefik.web, "shop.example.org", "/", cookie)));
        for (String field : List.of(cookie, "Accept: */*")) {
            shop.publish(alone);
            shop.publish(several);
            String posted = Client.request(shop.traefik.web, "POST", "shop.example.org", "/", "order", field);
            assertEquals("blue /", Client.body(posted), field);
        }
        shop.publish(alone);
    }

    /** It is at the second place of the application, with the word that leads there. */
    private static Route trial(BackEnd tried) {
        return Routes.route("shop", "web", 1, "shop.example.org", "/", tried.address())
                .withWord("0123456789abcdef");
    }

    private static String troubleOf(Route trial) {
        FrontDoor door = FrontDoor.ofThisMachine(shop.traefik.web, shop.traefik.websecure);
        return door.trouble(trial, Duration.ofSeconds(10)).orElse("");
    }

    @Test
    void whoStandsByDoesNotAnswerForWhoIsTried() {
        try (BackEnd first = new BackEnd("first", "/")) {
            Route trial = trial(first);
            shop.publish(both(first, Optional.empty()), trial);
            assertEquals("blue /", shop.body("/"));
            String trouble = troubleOf(trial);
            assertTrue(trouble.endsWith("was answered 502 (Bad Gateway)"), trouble);
        }
        shop.publish(web("shop.example.org", "/", blue.address()));
    }

    @Test
    void whoIsTriedBesideTheServersGetsNothingElseAndNoMiddlewareAnswersForHim() {
        Route barred = web("shop.example.org", "/", blue.address())
                .withMiddlewares(List.of(
                        new Middleware.Headers(new TreeMap<>(), new TreeMap<>(Map.of("X-Frame-Options", "DENY"))),
                        new Middleware.RedirectTo(HostName.of("www.example.org"), false)));
        try (BackEnd next = new BackEnd("next", "/")) {
            Route trial = trial(next);
            shop.publish(barred, trial);
            String trouble = troubleOf(trial);
            assertTrue(trouble.endsWith("was answered 502 (Bad Gateway)"), trouble);
            assertEquals("", troubleOf(barred));
            assertEquals("", troubleOf(trial.withWord("0123456789abcdee")));
        }
        Route alone = web("shop.example.org", "/", blue.address());
        try (BackEnd next = new BackEnd("next")) {
            Route trial = trial(next);
            shop.publish(alone, trial);
            assertEquals("", troubleOf(trial));
            for (int i = 0; i < 10; i++) {
                assertEquals("blue /", shop.body("/"));
                assertEquals("blue /", Client.body(asked("POST", "order")));
            }
        }
        shop.publish(alone);
    }

    @Test
    void whatTheFirstHungUpOnIsAnsweredByWhoStandsByUnlessItCouldBeDoneTwice() {
        try (BackEnd first = new BackEnd("first", "/fatal")) {
            publishBoth(first);
            assertEquals("first /", shop.body("/"));
            assertEquals("blue /fatal", shop.body("/fatal"));
            String posted = Client.request(shop.traefik.web, "POST", "shop.example.org", "/fatal", "order");
            assertEquals(502, Client.status(posted), posted);
        }
        shop.publish(web("shop.example.org", "/", blue.address()));
    }

    @Test
    void a503OfTheFirstIsAnsweredByWhoStandsBy() throws IOException {
        String busy = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 20\r\n\r\nno available server\n";
        try (ScriptedServer first = ScriptedServer.saying(busy)) {
            Route alone = web("shop.example.org", "/", blue.address());
            shop.publish(alone.withBackend(new Backend(
                    List.of(Upstream.of("127.0.0.1", first.address().getPort())),
                    false,
                    Optional.empty(),
                    true,
                    alone.backend().upstreams())));
            assertEquals("blue /", shop.body("/"));
            shop.publish(alone);
        }
    }

    private static String asked(String method, String body) {
        return Client.request(shop.traefik.web, method, "shop.example.org", "/", body);
    }

    /** A GET first: on a connection that stayed open, what is posted may have been sent already. */
    private static void assertBlueTakesOver() {
        assertEquals("blue /", shop.body("/"));
        assertEquals("blue /", Client.body(asked("POST", "order")));
    }

    private static void publishBoth(BackEnd first) {
        publishBoth(first, QUICK);
    }

    private static void publishBoth(BackEnd first, Optional<UpstreamCheck> check) {
        shop.publish(both(first, check));
    }

    /** With the blue one standing by. */
    private static Route both(BackEnd first, Optional<UpstreamCheck> check) {
        Route route = web("shop.example.org", "/", first.address());
        return route.withBackend(new Backend(
                route.backend().upstreams(),
                false,
                check,
                true,
                web("shop.example.org", "/", blue.address()).backend().upstreams()));
    }
}
