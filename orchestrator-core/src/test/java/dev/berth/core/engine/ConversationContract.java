package dev.berth.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.EngineUnderTest.Behaviour;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.release.Release;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@link Engine} promises of what instances say and are asked, for every engine there is. */
public abstract class ConversationContract extends EngineContract {
    protected ConversationContract(EngineUnderTest subject) {
        super(subject);
    }

    @Test
    void whoGivesUpIsSeenWithCodeAndLastWords() {
        Release release = started(release("aaaaaaaa", Behaviour.GIVES_UP), 1);
        eventually(() -> only().state() == InstanceState.EXITED);
        assertEquals(OptionalInt.of(3), only().exitCode());
        assertEquals(new ProbeResult.Ended(OptionalInt.of(3), false), engine.probe(release.instance(1), check("true")));
        eventually(() -> engine.tail(release.instance(1), 10).size() == 2);
        assertEquals(List.of("starting", "giving up"), texts(engine.tail(release.instance(1), 10)));
        assertEquals(List.of("giving up"), texts(engine.tail(release.instance(1), 1)));
        assertEquals(List.of(), engine.tail(release.instance(2), 1));
    }

    @Test
    void aJobEndsWithZero() {
        Release release = started(release("aaaaaaaa", Behaviour.COMPLETES), 1);
        eventually(() -> only().state() == InstanceState.EXITED);
        assertEquals(new ProbeResult.Ended(OptionalInt.of(0), false), engine.probe(release.instance(1), check("true")));
    }

    @Test
    void aProbeTellsHealthyFromFailingFromMissing() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        assertEquals(new ProbeResult.Healthy(), engine.probe(release.instance(1), check("true")));
        assertTrue(engine.probe(release.instance(1), check("false")) instanceof ProbeResult.Failing);
        assertEquals(new ProbeResult.Missing(), engine.probe(release.instance(2), check("true")));
    }

    @Test
    void aListenerHearsThatAnInstanceDied() throws InterruptedException {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        CountDownLatch heard = new CountDownLatch(1);
        try (Subscription subscription = engine.subscribe(event -> {
            if (event instanceof EngineEvent.Changed changed
                    && changed.project().equals(PROJECT)) {
                heard.countDown();
            }
        })) {
            subject.meddle(release.instance(1), Meddling.KILL);
            assertTrue(heard.await(10, TimeUnit.SECONDS), "no event through " + subscription);
        }
    }

    @Test
    void aCommandRunsInsideAndTellsItsCode() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        StringBuilder printed = new StringBuilder();
        try (ExecSession session =
                engine.exec(release.instance(1), new ExecRequest(List.of("echo", "hello", "$HOME"), false, false))) {
            assertEquals(0, session.run((stream, bytes) -> printed.append(new String(bytes, StandardCharsets.UTF_8))));
        }
        assertEquals("hello $HOME\n", printed.toString());
        try (ExecSession session = engine.exec(release.instance(1), new ExecRequest(List.of("false"), false, false))) {
            assertEquals(1, session.run((stream, bytes) -> {}));
        }
    }

    @Test
    void anInterruptedThreadIsToldSo() {
        Thread.currentThread().interrupt();
        EngineException ended = assertThrows(EngineException.class, () -> engine.createNetwork(PROJECT));
        assertTrue(Thread.interrupted(), "the thread should still be interrupted");
        assertEquals(EngineException.Kind.INTERRUPTED, ended.kind());
        assertFalse(engine.observe(PROJECT).network());
    }
}
