package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.EngineEvent;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.Subscription;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An engine that is away, hangs, and comes back. */
final class EngineAwayIT {
    private final RealEngine real = new RealEngine();
    private final EngineLink link;
    private final DockerEngine engine;

    EngineAwayIT() throws IOException {
        link = EngineLink.to(RealEngine.HOST);
        engine = DockerEngine.connect(real.settings(link.host(), digest -> {
            throw new IllegalStateException(digest);
        }));
    }

    @AfterEach
    void clean() throws IOException {
        engine.close();
        link.close();
        real.close();
    }

    @Test
    void anEngineThatIsNotThereIsUnreachableUntilItComes() throws IOException {
        link.cut();
        EngineException away = assertThrows(EngineException.class, () -> engine.observe(Releases.SHOP));
        assertEquals(EngineException.Kind.UNREACHABLE, away.kind());
        assertTrue(
                away.getMessage()
                        .matches(
                                "cannot greet the engine: cannot reach Docker at unix:///.*engine.sock: .*; start it with"
                                        + " systemctl start docker .*"),
                away::getMessage);
        link.restore();
        assertEquals(List.of(), engine.observe(Releases.SHOP).instances());
    }

    @Test
    void anEngineThatWentAwayAfterAnAnswerIsUnreachableToo() throws IOException {
        engine.observe(Releases.SHOP);
        link.cut();
        EngineException away = assertThrows(EngineException.class, () -> engine.createNetwork(Releases.SHOP));
        assertEquals(EngineException.Kind.UNREACHABLE, away.kind(), away::getMessage);
        link.restore();
        engine.createNetwork(Releases.SHOP);
        assertTrue(engine.observe(Releases.SHOP).network());
    }

    @Test
    void aContainerWhosePartsTheEngineHoldsOnToIsMadeAnew() {
        engine.createNetwork(Releases.SHOP);
        InstanceStart start = Releases.of("busybox", "sleep", "1000").start();
        engine.start(start);
        engine.stop(start.name(), Duration.ofSeconds(1));
        String before = containerId();
        link.decide(call -> call.contains(before + "/start") ? EngineLink.Fate.LEFT_OVER : EngineLink.Fate.PASSES);
        engine.start(start);
        assertTrue(engine.observe(Releases.SHOP).instances().get(0).isRunning());
        assertNotEquals(before, containerId());
    }

    private String containerId() {
        return real.container("shop-web-3f9c2a1b-1").path("Id").asText();
    }

    @Test
    void anEngineThatCameBackInBetweenIsNotEvenNoticed() throws IOException {
        engine.createNetwork(Releases.SHOP);
        link.cut();
        link.restore();
        engine.createNetwork(Releases.SHOP);
        link.cut();
        link.restore();
        engine.removeNetwork(Releases.SHOP);
    }

    @Test
    void aCallThatHangsEndsAtItsDeadline() {
        try (DockerApi api = new DockerApi(link.host())) {
            api.agreement();
            link.stall();
            EngineException late = assertThrows(EngineException.class, () -> api.get("/networks")
                    .within(Duration.ofMillis(300))
                    .attempting("list the networks")
                    .run());
            assertEquals(EngineException.Kind.TIMED_OUT, late.kind());
            assertTrue(!Thread.currentThread().isInterrupted());
            link.flow();
            api.get("/networks").run();
        }
    }

    @Test
    void whoCannotWaitForALookIsToldSo() {
        engine.observe(Releases.SHOP);
        link.stall();
        EngineException late =
                assertThrows(EngineException.class, () -> engine.observe(Releases.SHOP, Duration.ofMillis(300)));
        assertEquals(EngineException.Kind.TIMED_OUT, late.kind());
        assertTrue(
                late.getMessage()
                        .matches("cannot look at project shop: Docker at unix:.* gave no answer within 300 ms; .*"),
                late::getMessage);
        assertTrue(!Thread.currentThread().isInterrupted());
        link.flow();
        assertEquals(
                List.of(), engine.observe(Releases.SHOP, Duration.ofSeconds(30)).instances());
    }

    @Test
    void aCallThatHangsEndsAtAnInterrupt() throws Exception {
        engine.observe(Releases.SHOP);
        link.stall();
        CompletableFuture<EngineException> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                engine.observe(Releases.SHOP);
            } catch (EngineException e) {
                outcome.complete(e);
            }
        });
        caller.start();
        Waiting.until("the call to hang", () -> caller.getState() == Thread.State.RUNNABLE);
        caller.interrupt();
        assertEquals(
                EngineException.Kind.INTERRUPTED,
                outcome.get(60, TimeUnit.SECONDS).kind());
    }

    @Test
    void aListenerHearsThatTheStreamBrokeAndCameBack() throws IOException {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (Subscription subscription = engine.subscribe(event -> heard.add(text(event)))) {
            link.cut();
            Waiting.until("the break to be heard by " + subscription, () -> heard.contains("disconnected"));
            link.restore();
            Waiting.until("the return to be heard", () -> heard.contains("reconnected"));
            engine.createNetwork(Releases.SHOP);
            Waiting.until("the network to be heard", () -> heard.contains("shop network create"));
            assertEquals(List.of("disconnected", "reconnected", "shop network create"), heard);
        }
    }

    @Test
    void aListenerMayComeBeforeTheEngine() throws IOException {
        link.cut();
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (Subscription subscription = engine.subscribe(event -> heard.add(text(event)))) {
            link.restore();
            Waiting.until("the engine to be heard by " + subscription, () -> heard.contains("reconnected"));
            assertEquals(List.of("disconnected", "reconnected"), heard);
        }
    }

    @Test
    void aSlowEngineIsOnlySlow() {
        link.delay(Duration.ofMillis(50));
        assertEquals(List.of(), engine.observe(Releases.SHOP).instances());
    }

    @Test
    void onlyALocalSocketIsAnEngine() {
        assertThrows(
                IllegalArgumentException.class, () -> real.settings(URI.create("tcp://10.0.0.1:2375"), digest -> null));
    }

    private static String text(EngineEvent event) {
        if (event instanceof EngineEvent.Changed changed) {
            return changed.project() + " " + changed.what();
        }
        return event instanceof EngineEvent.Reconnected ? "reconnected" : "disconnected";
    }
}
