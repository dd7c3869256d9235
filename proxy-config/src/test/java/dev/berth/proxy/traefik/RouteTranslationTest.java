package dev.berth.proxy.traefik;

import static dev.berth.proxy.traefik.Routes.route;
import static dev.berth.proxy.traefik.Routes.web;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.route.Backend;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Middleware;
import dev.berth.proxy.route.PathPrefix;
import dev.berth.proxy.route.Rewrite;
import dev.berth.proxy.route.Route;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.route.Upstream;
import dev.berth.proxy.route.UpstreamCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RouteTranslationTest {

    private static final String SERVER = "shop-web-3f9c2a1b-1.berth-shop:8000";

    @Test
    void plainHttpIsARouterAServiceAndATransport() {
        assertYaml("plain", web("shop.example.org", "/", SERVER));
    }

    @Test
    void aPathIsMatchedInWholeSegmentsAndRewritten() {
        assertYaml(
                "path",
                web("shop.example.org", "/api", SERVER).withRewrite(new Rewrite(true, PathPrefix.of("/internal/v1"))));
    }

    @Test
    void twoReplicasStickACookieAreCheckedAndTriedAgain() {
        Route route = web("shop.example.org", "/", "b.berth-shop:8000", "a.berth-shop:8000");
        UpstreamCheck check = new UpstreamCheck("/health?full=1", Duration.ofSeconds(5), Duration.ofMillis(1500));
        assertYaml(
                "replicas",
                route.withBackend(new Backend(route.backend().upstreams(), true, Optional.of(check), true)));
    }

    @Test
    void theFallbackTakesOverWhileTheFirstFailsItsQuickCheck() {
        Route route = web("shop.example.org", "/", "b.berth-shop:8000");
        UpstreamCheck check = UpstreamCheck.near("/health", Duration.ofSeconds(5), Duration.ofSeconds(2))
                .quick();
        assertYaml(
                "fallback",
                route.withBackend(new Backend(
                        route.backend().upstreams(),
                        false,
                        Optional.of(check),
                        true,
                        List.of(Upstream.of("a.berth-shop", 8000)))));
    }

    @Test
    void aRouteWithAWordIsPastAllThatCouldAnswerInstead() {
        Route route = web("shop.example.org", "/api", "b.berth-shop:8000")
                .withTls(new Tls.Served())
                .withMiddlewares(List.of(new Middleware.Compress()))
                .withRewrite(new Rewrite(true, PathPrefix.ROOT));
        assertYaml("word", route.withBackend(checked(route.backend())).withWord("0123456789abcdef"));
    }

    private static Backend checked(Backend backend) {
        UpstreamCheck check = new UpstreamCheck("/health", Duration.ofSeconds(5), Duration.ofSeconds(2));
        return new Backend(backend.upstreams(), true, Optional.of(check), true, List.of(Upstream.of("a", 80)));
    }

    @Test
    void aRequestIsTriedSoOftenThatEachServerIsFoundGone() {
        for (int servers : List.of(0, 1, 2, 3, 7, 40)) {
            List<Upstream> upstreams = IntStream.range(0, servers)
                    .mapToObj(i -> Upstream.of("a" + i, 80))
                    .toList();
            DynamicConfiguration made = RouteTranslation.translate(List.of(web("shop.example.org", "/", "b:80")
                    .withBackend(
                            new Backend(upstreams, false, Optional.empty(), true, List.of(Upstream.of("old", 80))))));
            int attempts = made.middlewares().get("shop_web_0_unsent").retry().attempts();
            int ofEach = made.services()
                    .get("shop_web_0_first")
                    .loadBalancer()
                    .passiveHealthCheck()
                    .maxFailedAttempts();
            assertTrue(servers * ofEach < attempts, servers + " servers: " + attempts + " times, " + ofEach + " each");
        }
    }

    @Test
    void whoWantsNothingTriedAgainHasServersAndFallbackAllTheSame() {
        Route route = web("shop.example.org", "/", "c.berth-shop:8000", "b.berth-shop:8000");
        UpstreamCheck check = new UpstreamCheck("/health", Duration.ofSeconds(5), Duration.ofSeconds(2));
        assertYaml(
                "replicas-once",
                route.withBackend(new Backend(route.backend().upstreams(), false, Optional.of(check), false)));
        assertYaml(
                "fallback-once",
                route.withBackend(new Backend(
                        route.backend().upstreams(),
                        false,
                        Optional.of(check.quick()),
                        false,
                        List.of(Upstream.of("a.berth-shop", 8000)))));
    }

    @Test
    void enforcedTlsRedirectsHttpAndLeavesTheChallengesFree() {
        assertYaml("tls-enforced", web("shop.example.org", "/", SERVER).withTls(new Tls.Enforced(8443)));
    }

    @Test
    void servedTlsStandsBesideHttp() {
        assertYaml("tls-served", web("shop.example.org", "/", SERVER).withTls(new Tls.Served()));
    }

    @Test
    void middlewaresArePassedInTheirOrder() {
        assertYaml(
                "middlewares",
                web("*.example.org", "/", SERVER)
                        .withMiddlewares(List.of(
                                new Middleware.IpAllow(List.of("fd00::/8", "10.0.0.0/8")),
                                new Middleware.BasicAuth(List.of("ann:$2y$05$abcdefghijklmnopqrstuv")),
                                new Middleware.RateLimit(100, 50),
                                new Middleware.MaxBody(1_048_576),
                                new Middleware.Compress(),
                                new Middleware.Headers(
                                        new TreeMap<>(Map.of("X-From", "{{env \"HOME\"}}", "X-Gone", "")),
                                        new TreeMap<>(Map.of("X-To", "say \"é\" `now` 🙂"))),
                                new Middleware.RedirectTo(HostName.of("www.example.org"), true))));
    }

    @Test
    void aRouteWithoutServersIsThereAndAnswersNothing() {
        assertYaml("no-servers", web("shop.example.org", "/"));
    }

    @Test
    void routesOfOneApplicationShareTheServiceWhenItIsTheSame() {
        DynamicConfiguration both = RouteTranslation.translate(
                List.of(web("a.example.org", "/", SERVER), route("shop", "web", 1, "b.example.org", "/", SERVER)));
        assertEquals("[shop_web_0]", both.services().keySet().toString());
        assertEquals("shop_web_0", both.routers().get("shop_web_1").service());
    }

    @Test
    void namesThatWouldMeetWithHyphensDoNot() {
        DynamicConfiguration one = RouteTranslation.translate(List.of(route("a", "b-c", 0, "x.example", "/", SERVER)));
        DynamicConfiguration other =
                RouteTranslation.translate(List.of(route("a-b", "c", 0, "y.example", "/", SERVER)));
        assertEquals("[a_b-c_0]", one.routers().keySet().toString());
        assertEquals("[a-b_c_0]", other.routers().keySet().toString());
    }

    @Test
    void oneHostGoesBeforeAWildcardAndALongPathBeforeAShortOne() {
        int wildcard = priority(web("*.example.org", "/very/long/path", SERVER));
        int root = priority(web("a.example.org", "/", SERVER));
        int path = priority(web("a.example.org", "/a", SERVER));
        int longPath = priority(web("*.example.org", "/" + "a".repeat(1023), SERVER));
        assertTrue(wildcard < root && root < path && longPath < root);
    }

    @Test
    void theOrderOfTheRoutesDoesNotMatter() {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            routes.add(route("shop", i % 2 == 0 ? "web" : "api", i, "h" + i + ".example.org", "/", SERVER));
        }
        String expected = DynamicConfigurationYaml.render(RouteTranslation.translate(routes));
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(routes, random);
            assertEquals(expected, DynamicConfigurationYaml.render(RouteTranslation.translate(routes)));
        }
    }

    @Test
    void twoRoutesOfOneNameAreRefused() {
        List<Route> twice = List.of(web("a.example.org", "/", SERVER), web("b.example.org", "/", SERVER));
        var failure = assertThrows(IllegalArgumentException.class, () -> RouteTranslation.translate(twice));
        assertEquals("there are two routes named shop_web_0", failure.getMessage());
    }

    private static int priority(Route route) {
        return RouteTranslation.translate(List.of(route))
                .routers()
                .get("shop_web_0")
                .priority();
    }

    private static void assertYaml(String golden, Route route) {
        String text = DynamicConfigurationYaml.render(RouteTranslation.translate(List.of(route)));
        assertEquals(Golden.text(golden + ".yml", text), text);
    }
}
