package dev.berth.proxy.traefik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.SelfSigned;
import dev.berth.proxy.route.Route;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.wire.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** What counts as an answer from behind the proxy, with a door that says what it is told to. */
class FrontDoorTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Route SHOP = Routes.web("shop.example.org", "/");

    private static Optional<String> trouble(Duration patience, String... pieces) throws IOException {
        try (ScriptedServer door = ScriptedServer.saying(pieces)) {
            return plain(door).trouble(SHOP, patience);
        }
    }

    private static FrontDoor plain(ScriptedServer door) {
        return new FrontDoor(door.address(), door.address());
    }

    @Test
    void anAnswerThatHasBegunIsOneAlsoWhenItNeverEnds() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
        assertEquals(Optional.empty(), trouble(LONG, head));
        assertEquals(Optional.empty(), trouble(LONG, head, "data: first\n\n"));
    }

    @Test
    void soIsAnApplicationsOwnRefusal() throws IOException {
        assertEquals(Optional.empty(), trouble(LONG, "HTTP/1.1 503 Busy\r\nContent-Length: 4000\r\n\r\nbusy"));
        assertEquals(Optional.empty(), trouble(LONG, "HTTP/1.1 502 Bad Gateway\r\n\r\n"));
        assertEquals(Optional.empty(), trouble(LONG, "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\n", "busy"));
    }

    @Test
    void theProxysOwnWordsAreNone() throws IOException {
        String answer = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 20\r\n\r\n";
        assertTrue(trouble(LONG, answer, "no available", " server\n")
                .orElseThrow()
                .endsWith("was answered 503 (no available server)"));
    }

    @Test
    void oneDeadlineHoldsForAllOfIt() throws IOException {
        String[] drops = "HTTP/1.1 200 OK\r\nX: a\r\n".split("(?<=.)");
        assertTrue(trouble(Duration.ofMillis(300), drops).orElseThrow().endsWith("was not answered within 300 ms"));
    }

    @Test
    void overTlsAnAnswerThatNeverEndsIsOneToo() throws Exception {
        try (ScriptedServer door = ScriptedServer.on(secure(), "HTTP/1.1 200 OK\r\n\r\n", "data: first\n\n")) {
            assertEquals(Optional.empty(), plain(door).trouble(SHOP.withTls(new Tls.Enforced(443)), LONG));
            door.awaitLeft();
        }
    }

    @Test
    void anInterruptEndsTheWaitForAnAnswer() throws Exception {
        try (ScriptedServer door = ScriptedServer.saying()) {
            CompletableFuture<TraefikFailure.Kind> outcome = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    plain(door).trouble(SHOP, LONG);
                } catch (TraefikFailure e) {
                    outcome.complete(e.kind());
                }
            });
            caller.start();
            door.awaitAsked();
            caller.interrupt();
            assertEquals(TraefikFailure.Kind.INTERRUPTED, outcome.get(20, TimeUnit.SECONDS));
            door.awaitLeft();
        }
    }

    private static ServerSocket secure() throws GeneralSecurityException, IOException {
        SelfSigned made = SelfSigned.of("shop.example.org");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("it", made.key(), new char[0], new Certificate[] {made.certificate()});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }
}
