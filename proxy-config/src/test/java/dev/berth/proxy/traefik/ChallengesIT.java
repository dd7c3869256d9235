package dev.berth.proxy.traefik;

import static dev.berth.proxy.traefik.Routes.route;
import static dev.berth.proxy.traefik.Routes.web;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.proxy.SelfSigned;
import dev.berth.proxy.TlsClient;
import dev.berth.proxy.acme.ChallengeBoard;
import dev.berth.proxy.acme.ChallengeResponder;
import dev.berth.proxy.acme.ProxiedChallenges;
import dev.berth.proxy.acme.ShownProof;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Middleware;
import dev.berth.proxy.route.Route;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.traefik.DynamicConfiguration.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions of an authority through a real Traefik to a responder. */
class ChallengesIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String PATH = "/.well-known/acme-challenge/";

    @TempDir
    private static Path base;

    private static ChallengeBoard board;
    private static ChallengeResponder responder;
    private static TraefikProcess traefik;
    private static BackEnd application;
    private static SelfSigned served;

    @BeforeAll
    static void start() {
        TraefikDirectory directory = TraefikDirectory.open(base.resolve("dynamic"), base.resolve("temporary"));
        ProxiedChallenges proxied = new ProxiedChallenges(directory, () -> Optional.of(traefik.api()), SOON);
        board = new ChallengeBoard(proxied);
        responder = new ChallengeResponder(board, 0, 0);
        ChallengeAccess access = responder.listen(InetAddress.getLoopbackAddress());
        application = new BackEnd("application");
        served = SelfSigned.of("served.example.org");
        directory.publish(TraefikProcess.ACCESS);
        proxied.at(access);
        directory.publish(List.of(new Certificate(served.chainPem(), served.keyPem())));
        directory.publish("shop", Map.of("web", routes()));
        traefik = TraefikProcess.start(base.resolve("dynamic"), base.resolve("traefik.log"));
        traefik.api().confirm(access, SOON);
        traefik.api().confirm(directory.published("shop").orElseThrow(), SOON);
        board.show("token", "token.thumbprint");
    }

    /** Everything of a user that could stand in the way. */
    private static List<Route> routes() {
        String server = application.address();
        List<Middleware> closed = List.of(
                new Middleware.IpAllow(List.of("192.0.2.0/24")),
                new Middleware.BasicAuth(List.of("ann:{SHA}fEqNCco3Yq9h5ZUglD3CZJT4lBs=")),
                new Middleware.RateLimit(1, 1),
                new Middleware.RedirectTo(HostName.of("elsewhere.example"), true));
        return List.of(
                web("plain.example.org", "/", server),
                route("shop", "web", 1, "served.example.org", "/", server).withTls(new Tls.Enforced(443)),
                route("shop", "web", 2, "closed.example.org", "/", server).withMiddlewares(closed),
                route("shop", "web", 3, "path.example.org", "/.well-known/acme-challenge/token", server)
                        .withTls(new Tls.Served()),
                route("shop", "web", 4, "*.example.org", "/", server).withMiddlewares(closed),
                route("shop", "web", 5, "down.example.org", "/"));
    }

    @AfterAll
    static void stop() {
        traefik.close();
        application.close();
        responder.close();
    }

    @Test
    void theQuestionGoesBeforeEveryRouteAndMiddleware() {
        for (String host : List.of(
                "plain.example.org",
                "served.example.org",
                "closed.example.org",
                "path.example.org",
                "any.example.org",
                "down.example.org",
                "unknown.example")) {
            String answer = Client.get(traefik.web, host, PATH + "token");
            assertEquals("200 token.thumbprint", Client.status(answer) + " " + Client.body(answer), host);
        }
        assertEquals(301, Client.status(Client.get(traefik.web, "served.example.org", "/")));
        assertEquals(403, Client.status(Client.get(traefik.web, "closed.example.org", "/")));
        assertEquals("application /", Client.body(Client.get(traefik.web, "plain.example.org", "/")));
    }

    @Test
    void aQuestionThatWasSentToHttpsIsAnsweredToo() throws IOException {
        try (SSLSocket tls = TlsClient.connect(traefik.websecure, "served.example.org", "http/1.1")) {
            assertEquals("token.thumbprint", Client.body(Client.get(tls, "served.example.org", PATH + "token")));
        }
    }

    @Test
    void anUnknownTokenIsAnsweredWithNothing() {
        String answer = Client.get(traefik.web, "plain.example.org", PATH + "other");
        assertEquals("404 ", Client.status(answer) + " " + Client.body(answer));
    }

    @Test
    void manyAuthoritiesAskAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(20);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                answers.add(clients.submit(() -> Client.get(traefik.web, "plain.example.org", PATH + "token")));
            }
            for (Future<String> answer : answers) {
                assertEquals("token.thumbprint", Client.body(answer.get(60, TimeUnit.SECONDS)));
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void theHandshakeOfAChallengeReachesTheResponderAndEveryOtherOneTheProxy() throws IOException {
        for (String name : List.of("plain.example.org", "served.example.org")) {
            SelfSigned proof = ShownProof.show(board, name);
            assertEquals(proof.certificate(), shown(name, "acme-tls/1"));
        }
        for (String[] protocols : new String[][] {{"http/1.1"}, {"h2", "http/1.1"}}) {
            assertEquals(served.certificate(), shown("served.example.org", protocols));
            assertThrows(IOException.class, () -> shown("plain.example.org", protocols));
        }
        ShownProof.hide(board, "plain.example.org");
        ShownProof.hide(board, "served.example.org");
        traefik.await("handshakes of its own", () -> isShown("served.example.org"));
        assertThrows(IOException.class, () -> shown("served.example.org", "acme-tls/1"));
    }

    @Test
    void manyHandshakesOfChallengesComeAndGoAtOnce() throws Exception {
        ExecutorService authorities = Executors.newFixedThreadPool(10);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String name = "a" + i + ".example.org";
                all.add(authorities.submit(() -> {
                    SelfSigned proof = ShownProof.show(board, name);
                    assertEquals(proof.certificate(), shown(name, "acme-tls/1"));
                    ShownProof.hide(board, name);
                    return name;
                }));
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            authorities.shutdownNow();
        }
    }

    private static boolean isShown(String name) {
        try {
            return shown(name).equals(served.certificate());
        } catch (IOException e) {
            return false;
        }
    }

    private static Object shown(String name, String... protocols) throws IOException {
        try (SSLSocket tls = TlsClient.connect(traefik.websecure, name, protocols)) {
            return TlsClient.leaf(tls);
        }
    }
}
