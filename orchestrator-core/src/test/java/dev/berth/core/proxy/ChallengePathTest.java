package dev.berth.core.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.core.time.ManualTimekeeper;
import dev.berth.proxy.acme.ChallengeBoard;
import dev.berth.proxy.acme.ProxiedChallenges;
import dev.berth.proxy.certificate.Finding;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.traefik.TraefikDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy of a few lines answers what it is asked, or does not. */
final class ChallengePathTest {
    @TempDir
    Path directory;

    private final AtomicInteger questions = new AtomicInteger();
    private Optional<String> gateway = Optional.of("127.0.0.1");
    private boolean leads = true;
    private HttpServer proxy;
    private ChallengePath path;

    @BeforeEach
    void start() throws IOException {
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", this::answer);
        proxy.start();
        ProxiedChallenges proxied = new ProxiedChallenges(
                TraefikDirectory.open(directory.resolve("dynamic"), directory.resolve("temporary")),
                Optional::empty,
                Duration.ofSeconds(1));
        path = new ChallengePath(
                () -> gateway,
                proxied,
                new ChallengeBoard(),
                proxy.getAddress().getPort(),
                new Random(1),
                new ManualTimekeeper());
    }

    @AfterEach
    void stop() {
        path.close();
        proxy.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        questions.incrementAndGet();
        String asked = exchange.getRequestURI().getPath();
        byte[] token = asked.substring(asked.lastIndexOf('/') + 1).getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(leads ? 200 : 404, token.length);
        exchange.getResponseBody().write(token);
        exchange.close();
    }

    @Test
    void aQuestionThatComesBackIsNotAskedAgainUntilSomebodyWantsToKnow() {
        assertEquals(Optional.empty(), path.lay());
        assertEquals(Optional.empty(), path.lay());
        assertEquals(1, questions.get());
        path.tryOut();
        assertEquals(2, questions.get());
    }

    @Test
    void oneThatDoesNotComeBackWarnsAndForbidsNothing() {
        leads = false;
        Finding finding = path.lay().orElseThrow();
        assertTrue(finding.what().contains("did not come back by way of the proxy"), finding::what);
        IssuanceFailure failure = assertThrows(IssuanceFailure.class, path::tryOut);
        assertEquals(IssuanceFailure.Kind.HINDERED, failure.kind());
        leads = true;
        assertEquals(Optional.empty(), path.lay(), "it is asked again as long as none came back");
    }

    @Test
    void whereNoProxyRunsNobodyCanAskUs() {
        gateway = Optional.empty();
        IssuanceFailure failure = assertThrows(IssuanceFailure.class, path::lay);
        assertEquals(IssuanceFailure.Kind.HINDERED, failure.kind());
        assertTrue(failure.getMessage().contains("berth status proxy says why"), failure::getMessage);
        assertEquals(0, questions.get());
    }
}
