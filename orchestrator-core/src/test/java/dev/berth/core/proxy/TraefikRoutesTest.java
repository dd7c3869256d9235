package dev.berth.core.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.project.Domain;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.FingerprintKey;
import dev.berth.core.route.ApplicationRoutes;
import dev.berth.core.route.RouteException;
import dev.berth.core.route.RoutePublisher;
import dev.berth.core.route.RoutePublisherContract;
import dev.berth.core.route.Trial;
import dev.berth.core.time.ManualTimekeeper;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.traefik.ApiAccess;
import dev.berth.proxy.traefik.FrontDoor;
import dev.berth.proxy.traefik.TraefikApi;
import dev.berth.proxy.traefik.TraefikDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes as files, while no Traefik runs. */
final class TraefikRoutesTest extends RoutePublisherContract {
    @TempDir
    private Path directory;

    private final ManualTimekeeper time = new ManualTimekeeper();
    private FingerprintKey key = FingerprintKey.of(new byte[32]);
    private Tls tls = Tls.none();
    private Optional<TraefikApi> api = Optional.empty();

    @Override
    protected RoutePublisher publisher() {
        return new TraefikRoutes(
                TraefikDirectory.open(directory.resolve("dynamic"), directory.resolve("temporary")),
                new EngineNames("it"),
                new TrialWords(key),
                () -> api,
                FrontDoor.ofThisMachine(1, 1),
                host -> tls,
                time);
    }

    private Path file(ProjectName project) {
        return directory.resolve("dynamic").resolve(project + ".yml");
    }

    @Override
    protected void lose(ProjectName project) {
        try {
            Files.delete(file(project));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void instancesAreNamedAsOnlyTheirOwnNetworkKnowsThem() throws IOException {
        publisher().publish(SHOP, to(WEB, "shop.test", 1));
        assertTrue(Files.readString(file(SHOP)).contains("http://it-shop-web-aaaaaaaa-1.it-shop:8000"));
    }

    @Test
    void afterARequestThatGotNowhereTheReasonIsAskedFor() {
        RoutePublisher routes = publisher();
        routes.publish(SHOP, to(WEB, "shop.test", 1));
        Duration began = time.elapsed();
        IllegalStateException why = new IllegalStateException("it has ended");
        assertSame(
                why,
                assertThrows(
                        IllegalStateException.class,
                        () -> routes.tryOut(SHOP, to(WEB, "shop.test", 1), Duration.ofSeconds(10), () -> {
                            throw why;
                        })));
        assertEquals(began, time.elapsed());
    }

    @Test
    void theWordOfATrialIsTheSameForTheNextDaemonAndAnotherWithAnotherKey() throws IOException {
        ApplicationRoutes routes = to(WEB, "shop.test", 1);
        Trial trial = new Trial(routes.domains().get(0), 9000, to(WEB, "", 2).instances());
        publisher().publish(SHOP, routes.with(trial));
        String written = Files.readString(file(SHOP));
        assertTrue(written.contains("http://it-shop-web-aaaaaaaa-2.it-shop:9000"), written);
        assertTrue(
                Pattern.compile("Header\\(`Berth-Try`, `[0-9a-f]{32}`\\)")
                        .matcher(written)
                        .find(),
                written);
        assertTrue(publisher().observe(SHOP).holds(routes.with(trial)));
        key = FingerprintKey.of("another key of 32 bytes, or more".getBytes());
        assertFalse(publisher().observe(SHOP).holds(routes.with(trial)));
        assertFalse(publisher().observe(SHOP).holds(routes));
    }

    @Test
    void theSameAgainWritesNothing() throws IOException {
        RoutePublisher routes = publisher();
        routes.publish(SHOP, to(WEB, "shop.test", 1));
        Object before = Files.getAttribute(file(SHOP), "unix:ino");
        routes.publish(SHOP, to(WEB, "shop.test", 1));
        assertEquals(before, Files.getAttribute(file(SHOP), "unix:ino"));
    }

    @Test
    void theNextDaemonKnowsWhatIsPublished() {
        publisher().publish(SHOP, to(WEB, "shop.test", 1));
        assertTrue(publisher().observe(SHOP).holds(to(WEB, "shop.test", 1)));
    }

    @Test
    void whatSomebodyWroteOverIsSeenAndPublishedAgain() throws IOException {
        RoutePublisher routes = publisher();
        routes.publish(SHOP, to(WEB, "shop.test", 1));
        Files.writeString(file(SHOP), "http: nonsense\n");
        assertFalse(routes.observe(SHOP).holds(to(WEB, "shop.test", 1)));
    }

    @Test
    void whatCannotBeReadIsSaidAndIsNoBug() throws IOException {
        RoutePublisher routes = publisher();
        Files.createDirectory(file(SHOP));
        RouteException failure = assertThrows(RouteException.class, () -> routes.observe(SHOP));
        assertEquals(RouteException.Kind.NOT_READ, failure.kind());
        assertTrue(failure.getMessage().startsWith("the routes of shop cannot be read: "), failure.getMessage());
    }

    @Test
    void anInterruptWhileItWritesIsAnInterruptAndChangesNothing() {
        RoutePublisher routes = publisher();
        routes.publish(SHOP, to(WEB, "shop.test", 1));
        Thread.currentThread().interrupt();
        RouteException failure =
                assertThrows(RouteException.class, () -> routes.publish(SHOP, to(WEB, "shop.test", 2)));
        assertTrue(Thread.interrupted());
        assertEquals(RouteException.Kind.INTERRUPTED, failure.kind());
        assertTrue(routes.observe(SHOP).holds(to(WEB, "shop.test", 1)));
    }

    @Test
    void withoutAProxyNothingIsConfirmed() {
        RoutePublisher routes = publisher();
        routes.publish(SHOP, to(WEB, "shop.test", 1));
        Duration began = time.elapsed();
        RouteException failure = assertThrows(
                RouteException.class, () -> routes.confirm(SHOP, to(WEB, "shop.test", 1), Duration.ofSeconds(10)));
        assertEquals(RouteException.Kind.UNCONFIRMED, failure.kind());
        assertEquals(
                "the routes of shop/web are written, but no proxy runs that could serve them; berth status proxy says"
                        + " why",
                failure.getMessage());
        assertEquals(Duration.ofSeconds(10), time.elapsed().minus(began));
    }

    @Test
    void aWaitForTheProxyIsEndedByAnInterrupt() {
        RoutePublisher routes = publisher();
        Thread.currentThread().interrupt();
        RouteException failure = assertThrows(
                RouteException.class, () -> routes.confirm(SHOP, to(WEB, "shop.test", 1), Duration.ofSeconds(10)));
        assertTrue(Thread.interrupted());
        assertEquals(RouteException.Kind.INTERRUPTED, failure.kind());
    }

    @Test
    void whatIsWithdrawnIsForgottenByTheProxyBeforeAnythingElseHappens() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        HttpServer traefik = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        traefik.createContext("/", answer -> answer(answer, ""));
        traefik.createContext(
                "/api/http/routers",
                answer -> answer(
                        answer,
                        looks.incrementAndGet() > 3 ? "" : "{\"name\": \"shop_web_1@file\", \"status\": \"enabled\"}"));
        traefik.start();
        try {
            api = Optional.of(new TraefikApi(
                    URI.create("http://127.0.0.1:" + traefik.getAddress().getPort()), new ApiAccess("0".repeat(43))));
            publisher().withdraw(SHOP, WEB);
            assertEquals(4, looks.get());
        } finally {
            traefik.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, String item) throws IOException {
        byte[] body = ("[" + item + "]").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void aProxyThatCannotSayDoesNotKeepRoutesFromBeingWithdrawn() {
        RoutePublisher routes = publisher();
        routes.publish(SHOP, to(WEB, "shop.test", 1));
        api = Optional.of(new TraefikApi(URI.create("http://127.0.0.1:1"), new ApiAccess("0".repeat(43))));
        routes.withdraw(SHOP, WEB);
        assertEquals(Set.of(), routes.observe(SHOP).applications());
    }

    @Test
    void aCertificateThatCameMakesTheRoutesDiffer() throws IOException {
        RoutePublisher publisher = publisher();
        publisher.publish(SHOP, secure(to(WEB, "shop.test", 1)));
        assertTrue(publisher.observe(SHOP).holds(secure(to(WEB, "shop.test", 1))));
        tls = new Tls.Enforced(443);
        assertFalse(publisher.observe(SHOP).holds(secure(to(WEB, "shop.test", 1))));
        publisher.publish(SHOP, secure(to(WEB, "shop.test", 1)));
        assertTrue(publisher.observe(SHOP).holds(secure(to(WEB, "shop.test", 1))));
        assertTrue(Files.readString(file(SHOP)).contains("websecure"));
    }

    @Test
    void whoWantsNoHttpsGetsNone() throws IOException {
        tls = new Tls.Enforced(443);
        publisher().publish(SHOP, to(WEB, "shop.test", 1));
        assertFalse(Files.readString(file(SHOP)).contains("websecure"));
    }

    private static ApplicationRoutes secure(ApplicationRoutes routes) {
        return new ApplicationRoutes(
                routes.application(),
                routes.domains().stream()
                        .map(d ->
                                new Domain(d.host(), d.path(), d.stripPath(), d.internalPath(), true, d.middlewares()))
                        .toList(),
                routes.port(),
                routes.sticky(),
                routes.retry(),
                routes.check(),
                routes.instances(),
                routes.fallback(),
                routes.trial());
    }
}
