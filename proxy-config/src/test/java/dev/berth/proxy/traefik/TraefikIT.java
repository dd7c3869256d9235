package dev.berth.proxy.traefik;

import static dev.berth.proxy.traefik.Routes.route;
import static dev.berth.proxy.traefik.Routes.web;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.route.Backend;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Middleware;
import dev.berth.proxy.route.PathPrefix;
import dev.berth.proxy.route.Rewrite;
import dev.berth.proxy.route.Route;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.route.UpstreamCheck;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Traefik on loopback. */
@Order(10)
class TraefikIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private static Path base;

    private static ServedShop shop;
    private static TraefikDirectory directory;
    private static TraefikProcess traefik;
    private static BackEnd blue;
    private static BackEnd green;

    @BeforeAll
    static void start() {
        blue = new BackEnd("blue");
        green = new BackEnd("green");
        shop = ServedShop.in(base);
        directory = shop.directory;
        traefik = shop.traefik;
    }

    @AfterAll
    static void stop() {
        shop.close();
        blue.close();
        green.close();
    }

    @AfterEach
    void removeWhatWasPublished() {
        shop.removeEverything();
    }

    @Test
    void whatIsConfirmedIsServed() {
        publish(web("shop.example.org", "/", blue.address()));
        assertEquals("blue /", Client.body(Client.get(traefik.web, "shop.example.org", "/")));
        assertEquals(404, Client.status(Client.get(traefik.web, "other.example.org", "/")));
    }

    @Test
    void afterAConfirmedSwitchTheOldServerGetsNothing() {
        for (int i = 0; i < 20; i++) {
            BackEnd next = i % 2 == 0 ? blue : green;
            publish(web("shop.example.org", "/", next.address()));
            assertEquals(
                    i % 2 == 0 ? "blue /" : "green /", Client.body(Client.get(traefik.web, "shop.example.org", "/")));
        }
    }

    @Test
    void aPathIsMatchedInWholeSegments() {
        publish(web("shop.example.org", "/api", blue.address()).withRewrite(new Rewrite(true, PathPrefix.of("/v1"))));
        assertEquals("blue /v1/users?a=%2F", shop.body("/api/users?a=%2F"));
        assertEquals("blue /v1", shop.body("/api"));
        assertEquals(404, Client.status(Client.get(traefik.web, "shop.example.org", "/api-two")));
    }

    @Test
    void aWildcardStandsForOneLabel() {
        publish(web("*.example.org", "/", blue.address()));
        assertEquals("blue /", Client.body(Client.get(traefik.web, "any.example.org", "/")));
        assertEquals(404, Client.status(Client.get(traefik.web, "example.org", "/")));
        assertEquals(404, Client.status(Client.get(traefik.web, "two.any.example.org", "/")));
        assertEquals(404, Client.status(Client.get(traefik.web, "any.exampleXorg", "/")));
    }

    @Test
    void everyMiddlewareIsTakenUpAndConfirmed() {
        publish(web("shop.example.org", "/", blue.address())
                .withMiddlewares(List.of(
                        new Middleware.IpAllow(List.of("127.0.0.1", "::1/128")),
                        new Middleware.BasicAuth(List.of("ann:{SHA}fEqNCco3Yq9h5ZUglD3CZJT4lBs=")),
                        new Middleware.RateLimit(1000, 1000),
                        new Middleware.MaxBody(10),
                        new Middleware.Compress(),
                        new Middleware.Headers(
                                new TreeMap<>(Map.of("X-Test", "from proxy", "X-Test-Gone", "")),
                                new TreeMap<>(Map.of("X-Answer", "yes"))))));
        String ann = "Authorization: Basic YW5uOjEyMzQ1Ng==";
        assertEquals(401, Client.status(Client.get(traefik.web, "shop.example.org", "/")));
        String answer = Client.get(traefik.web, "shop.example.org", "/", ann, "X-Test-Gone: here");
        assertTrue(answer.contains("X-Answer: yes"), answer);
        assertTrue(Client.body(answer).endsWith("blue / X-test=[from proxy]"), answer);
        String big = Client.request(traefik.web, "POST", "shop.example.org", "/", "more than ten", ann);
        assertEquals(413, Client.status(big));
    }

    @Test
    void aWebSocketAndAnEventStreamFlowPastALimitOfTheBody() throws IOException {
        try (StreamingBackEnd streaming = new StreamingBackEnd()) {
            publish(web("shop.example.org", "/", streaming.address())
                    .withMiddlewares(List.of(new Middleware.MaxBody(10), new Middleware.Compress())));
            assertEquals("echo: hello", StreamingBackEnd.converse(traefik.web, "shop.example.org", "hello"));
            assertEquals("data: first", StreamingBackEnd.firstEvent(traefik.web, "shop.example.org"));
        }
    }

    @Test
    void aRedirectToAnotherHostKeepsThePath() {
        publish(web("shop.example.org", "/", blue.address())
                .withMiddlewares(List.of(new Middleware.RedirectTo(HostName.of("www.example.org"), true))));
        String answer = Client.get(traefik.web, "shop.example.org:8080", "/a?b=c");
        assertEquals(301, Client.status(answer));
        assertTrue(answer.contains("Location: http://www.example.org:8080/a?b=c\r\n"), answer);
        publish(web("2001:db8::10", "/", blue.address())
                .withMiddlewares(List.of(new Middleware.RedirectTo(HostName.of("2001:db8::11"), true))));
        answer = Client.get(traefik.web, "[2001:db8::10]:8080", "/a?b=c");
        assertTrue(answer.contains("Location: http://[2001:db8::11]:8080/a?b=c\r\n"), answer);
    }

    @Test
    void enforcedTlsRedirectsButNotTheChallenges() {
        publish(web("shop.example.org", "/", blue.address()).withTls(new Tls.Enforced(443)));
        String answer = Client.get(traefik.web, "shop.example.org", "/a");
        assertEquals(301, Client.status(answer));
        assertTrue(answer.contains("Location: https://shop.example.org/a\r\n"), answer);
        String challenge = Client.get(traefik.web, "shop.example.org", "/.well-known/acme-challenge/token");
        assertEquals(404, Client.status(challenge));
    }

    @Test
    void everyKindOfBackendIsConfirmed() {
        UpstreamCheck check = new UpstreamCheck("/health?a=b", Duration.ofMillis(1500), Duration.ofMillis(500));
        Route route = web("shop.example.org", "/", blue.address(), green.address());
        publish(route.withTls(new Tls.Served())
                .withBackend(new Backend(route.backend().upstreams(), true, Optional.of(check), true)));
        String answer = Client.get(traefik.web, "shop.example.org", "/");
        assertTrue(answer.contains("Set-Cookie: shop_web_server="), answer);
        publish(web("shop.example.org", "/"));
        assertEquals(503, Client.status(Client.get(traefik.web, "shop.example.org", "/")));
    }

    @Test
    void hostileValuesArriveAsTheyAreAndNothingIsExecuted() {
        String hostile = "{{env \"HOME\"}} ` \" ' \\ # : - * & é {{ \"x\" | printf }} %{a} ${b}";
        publish(web("shop.example.org", "/", blue.address())
                .withMiddlewares(
                        List.of(new Middleware.Headers(new TreeMap<>(Map.of("X-Test", hostile)), new TreeMap<>()))));
        String body = Client.body(Client.get(traefik.web, "shop.example.org", "/"));
        // The JDK's server reads a header's bytes as Latin-1.
        assertEquals("blue / X-test=[" + hostile.replace("é", "Ã©") + "]", body);
        assertFalse(traefik.log().contains("/home/of/the/host"), "a template was executed");
    }

    @Test
    void whatTraefikRefusesIsToldInItsWords() {
        Route bad = web("shop.example.org", "/", blue.address())
                .withMiddlewares(List.of(new Middleware.IpAllow(List.of("1:2:3:4:5:6:7:8:9"))));
        directory.publish("shop", Map.of("web", List.of(bad)));
        PublishedOwner published = directory.published("shop").orElseThrow();
        var failure = assertThrows(TraefikFailure.class, () -> traefik.api().confirm(published, SOON));
        assertEquals(TraefikFailure.Kind.REFUSED, failure.kind());
        assertEquals(
                "Traefik refuses middleware shop_web_0_m0: cannot parse CIDRs [1:2:3:4:5:6:7:8:9]: parsing CIDR trusted "
                        + "IPs <nil>: invalid CIDR address: 1:2:3:4:5:6:7:8:9; mend that route's definition, other "
                        + "routes are not affected",
                failure.getMessage());
        publish(web("shop.example.org", "/", blue.address()));
    }

    @Test
    void theApiWantsThePasswordAndItsOwnEntryPoint() {
        String credentials = "Authorization: " + TraefikProcess.ACCESS.authorization();
        assertEquals(401, Client.status(Client.get(traefik.apiPort, "any", "/api/rawdata")));
        assertEquals(200, Client.status(Client.get(traefik.apiPort, "any", "/api/rawdata", credentials)));
        assertEquals(404, Client.status(Client.get(traefik.web, "any", "/api/rawdata", credentials)));
        assertEquals(404, Client.status(Client.get(traefik.web, "any", "/ping")));
        ApiAccess wrong = new ApiAccess("0".repeat(43));
        TraefikApi api = new TraefikApi(URI.create("http://127.0.0.1:" + traefik.apiPort), wrong);
        PublishedOwner none = PublishedOwner.none("shop");
        var failure = Unconfirmed.of(api, none, Duration.ofMillis(50));
        assertEquals(TraefikFailure.Kind.DENIED, failure.kind());
    }

    @Test
    void traefiksOwnHealthCommandAnswers() throws IOException, InterruptedException {
        assertEquals(0, traefik.healthCheck());
    }

    @Test
    void twoQuickPublishesEndInTheSecond() {
        directory.publish("shop", Map.of("web", List.of(web("shop.example.org", "/", blue.address()))));
        publish(web("shop.example.org", "/", green.address()));
        assertEquals("green /", shop.body("/"));
    }

    @Test
    void oneApplicationOfAnOwnerChangesAlone() {
        directory.publish(
                "shop",
                Map.of(
                        "web", List.of(web("shop.example.org", "/", blue.address())),
                        "api", List.of(route("shop", "api", 0, "api.example.org", "/", blue.address()))));
        directory.publish("shop", Map.of("web", List.of(web("shop.example.org", "/", green.address()))));
        traefik.api().confirm(directory.published("shop").orElseThrow(), SOON);
        assertEquals("green /", shop.body("/"));
        assertEquals("blue /", Client.body(Client.get(traefik.web, "api.example.org", "/")));
    }

    @Test
    void aRemovedOwnerIsNotRoutedAnyMore() {
        publish(web("shop.example.org", "/", blue.address()));
        directory.remove("shop");
        traefik.api().confirm(PublishedOwner.none("shop"), SOON);
        assertEquals(404, Client.status(Client.get(traefik.web, "shop.example.org", "/")));
    }

    @Test
    void aFileThatTraefikCannotReadIsNamedAsTheReason() throws IOException {
        Path broken = Files.writeString(base.resolve("dynamic/broken.yml"), "http: {routers: {}}\n");
        try {
            directory.publish("shop", Map.of("web", List.of(web("shop.example.org", "/", blue.address()))));
            PublishedOwner published = directory.published("shop").orElseThrow();
            Duration shortly = Duration.ofMillis(500);
            var failure = Unconfirmed.of(traefik.api(), published, shortly);
            assertEquals(
                    "Traefik does not have router shop_web_0 yet; see its log: one file that it cannot read holds up "
                            + "every change",
                    failure.getMessage());
        } finally {
            Files.delete(broken);
        }
        traefik.api().confirm(directory.published("shop").orElseThrow(), SOON);
    }

    @Test
    void aWaitingConfirmationEndsWithAnInterrupt() throws InterruptedException {
        PublishedOwner never = PublishedOwner.none("shop")
                .with("web", PublishedApplication.of(List.of(web("never.example.org", "/", blue.address()))));
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread waiting = new Thread(() -> {
            var failure = assertThrows(TraefikFailure.class, () -> traefik.api().confirm(never, SOON));
            interrupted.set(failure.kind() == TraefikFailure.Kind.INTERRUPTED);
        });
        waiting.start();
        waiting.interrupt();
        waiting.join(SOON.toMillis());
        assertTrue(interrupted.get());
    }

    @Test
    void aHundredReloadsLoseNoRequest() throws InterruptedException {
        publish(web("shop.example.org", "/", blue.address()));
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicInteger served = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        Thread client = new Thread(() -> {
            while (running.get()) {
                boolean ok = Client.get(traefik.web, "shop.example.org", "/").endsWith("blue /");
                (ok ? served : lost).incrementAndGet();
                Client.pause();
            }
        });
        client.start();
        for (int i = 0; i < 100; i++) {
            directory.publish(
                    "other",
                    Map.of(
                            "app",
                            List.of(route("other", "app", 0, "other" + i + ".example.org", "/", green.address()))));
            traefik.api().confirm(directory.published("other").orElseThrow(), SOON);
        }
        running.set(false);
        client.join(SOON.toMillis());
        assertEquals(0, lost.get(), "of " + served.get());
        assertTrue(served.get() > 100, "only " + served.get() + " requests");
    }

    private static void publish(Route route) {
        shop.publish(route);
    }
}
