package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.Script;
import dev.berth.core.operate.ApplicationStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails again and again is left alone for longer and longer, and nothing else is. */
final class CrashLoopTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web: {image: web:1, port: 8000, domain: {host: shop.localhost, https: false}}
              work: {image: work:1, healthcheck: {command: [ok], interval: 1s, retries: 2}}
            """;

    @TempDir
    private Path data;

    private TestBerth berth;

    @BeforeEach
    void theShopRuns() {
        berth = TestBerth.in(data);
        berth.deploy(SHOP);
    }

    @AfterEach
    void close() {
        berth.close();
    }

    /** From its next start on, web ends at once. */
    private void webIsBroken() {
        berth.engine.script("web:1", Script.exits(3, "no luck"));
        berth.engine.faults().forgetCalls();
        berth.meddle("web", Meddling.REMOVE);
    }

    private void webIsMended() {
        berth.engine.script("web:1", Script.healthy());
        berth.engine.meddle(berth.instance("web").name(), Meddling.REMOVE);
    }

    private long starts(String application) {
        return berth.engine.calls().stream()
                .filter(call -> call.startsWith("start shop-" + application))
                .count();
    }

    private long told(String kind) {
        return berth.told().lines().filter(line -> line.startsWith(kind + ": ")).count();
    }

    @Test
    void itIsTriedAtOnceAndThenWithDoublingPausesUpToFiveMinutes() {
        webIsBroken();
        assertEquals(1, starts("web"));
        berth.pass(Duration.ofSeconds(1));
        assertEquals(2, starts("web"));
        berth.pass(Duration.ofSeconds(2));
        assertEquals(3, starts("web"));
        berth.pass(Duration.ofSeconds(4 + 8 + 16 + 32 + 64 + 128 + 256));
        long whileGrowing = starts("web");
        assertTrue(whileGrowing >= 10 && whileGrowing <= 11, whileGrowing + " starts");
        berth.pass(Duration.ofMinutes(50));
        long steady = starts("web") - whileGrowing;
        assertTrue(steady >= 10 && steady <= 13, steady + " starts in 50 minutes");
    }

    @Test
    void itIsToldOnceAndShownWithTheTimeOfTheNextTry() {
        webIsBroken();
        berth.pass(Duration.ofMinutes(5));
        assertEquals(1, told("failed"));
        assertTrue(
                berth.told()
                        .contains("failed: could not be healed: shop-web-1 ended with exit code 3; mend what its last"
                                + " lines say and apply again; its last lines:\n  | no luck"),
                berth.told());
        assertEquals(State.FAILED, berth.status("web").state());
        assertTrue(
                berth.status("web").message().matches("(?s)tried again at 2026-03-01T10:.*\\| no luck"),
                berth.status("web").message());
        assertEquals(State.RUNNING, berth.status("work").state());
        assertEquals("", berth.status("work").message());
    }

    @Test
    void anotherApplicationIsHealedAtOnceMeanwhile() {
        webIsBroken();
        berth.pass(Duration.ofMinutes(3));
        berth.engine.faults().forgetCalls();
        berth.meddle("work", Meddling.KILL);
        assertEquals("web exited, work running", berth.running());
        assertEquals(0, starts("web"));
        berth.meddle("work", Meddling.REMOVE);
        assertEquals("web exited, work running", berth.running());
    }

    @Test
    void aRepairThatHelpsForAShortWhileCountsTooAndIsToldEachTime() {
        for (int round = 0; round < 4; round++) {
            berth.meddle("work", Meddling.OUT_OF_MEMORY);
            berth.pass(Duration.ofSeconds(round < 2 ? round : 2));
        }
        assertEquals("web running, work exited", berth.running());
        assertEquals(3, told("healed"));
        assertEquals(3, berth.status("work").instances().get(0).restarts());
        berth.pass(Duration.ofSeconds(2));
        assertEquals("web running, work running", berth.running());
    }

    @Test
    void whatEndsEveryTenSecondsIsLeftAloneForLongerAndLonger() {
        berth.engine.faults().forgetCalls();
        for (int second = 0; second < 600; second += 10) {
            if (berth.instance("web").isRunning()) {
                berth.meddle("web", Meddling.OUT_OF_MEMORY);
            }
            berth.pass(Duration.ofSeconds(10));
        }
        assertTrue(starts("web") <= 12, starts("web") + " starts in 10 minutes");
        assertEquals("work running", berth.running().replaceAll(".*, ", ""));
    }

    @Test
    void whatFallsSickSoonAfterEachReplacementIsReplacedMoreAndMoreRarely() {
        berth.engine.faults().forgetCalls();
        for (int second = 0; second < 1_200; second += 15) {
            berth.instances("work").forEach(i -> berth.engine.sick(i.name(), true));
            berth.pass(Duration.ofSeconds(15));
        }
        assertTrue(starts("work") <= 15, starts("work") + " starts in 20 minutes");
        assertTrue(starts("work") > 1, starts("work") + " starts in 20 minutes");
    }

    @Test
    void whatSomebodyStopsNowAndThenIsBackAtOnceEachTime() {
        for (int round = 0; round < 60; round++) {
            berth.meddle("web", Meddling.KILL);
            assertEquals("web running, work running", berth.running(), "round " + round);
            berth.pass(Duration.ofMinutes(round % 3 == 0 ? 11 : 1));
        }
    }

    @Test
    void whatSomebodyDisturbsIsPutRightAtOnceTwentyTimesInARow() {
        List<Meddling> ways = List.of(Meddling.KILL, Meddling.REMOVE, Meddling.DISCONNECT, Meddling.PAUSE);
        for (int round = 0; round < 21; round++) {
            berth.meddle("web", ways.get(round % ways.size()));
            assertEquals("web running, work running", berth.running(), "round " + round);
        }
        berth.meddle("web", Meddling.KILL);
        assertEquals("web exited, work running", berth.running());
        berth.pass(Duration.ofSeconds(1));
        assertEquals("web running, work running", berth.running());
    }

    @Test
    void afterTenQuietMinutesItBeginsAnew() {
        webIsBroken();
        berth.pass(Duration.ofMinutes(20));
        webIsMended();
        berth.pass(Duration.ofMinutes(5));
        assertEquals("web running, work running", berth.running());
        assertEquals("", berth.status("web").message());
        berth.pass(Duration.ofMinutes(10));
        berth.meddle("web", Meddling.OUT_OF_MEMORY);
        assertEquals("web running, work running", berth.running());
        berth.meddle("web", Meddling.OUT_OF_MEMORY);
        assertEquals("web exited, work running", berth.running());
        berth.pass(Duration.ofSeconds(1));
        assertEquals("web running, work running", berth.running());
    }

    @Test
    void aUsersOrderBeginsAnew() {
        webIsBroken();
        berth.pass(Duration.ofMinutes(20));
        webIsMended();
        berth.carriedOut(berth.operations::restart, "web");
        assertEquals("web running, work running", berth.running());
        assertEquals("", berth.status("web").message());
    }

    @Test
    void anEngineThatComesBackDoesNotMakeACrashLoopFaster() {
        webIsBroken();
        berth.pass(Duration.ofMinutes(20));
        berth.engine.faults().forgetCalls();
        berth.engine.away(true);
        berth.settle();
        assertFalse(berth.status("work").message().isEmpty());
        berth.engine.away(false);
        berth.settle();
        assertEquals(0, starts("web"));
        assertEquals("", berth.status("work").message());
    }
}
