package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.Faults.Fault;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.Script;
import dev.berth.core.operate.ApplicationStatus.State;
import dev.berth.core.release.InstanceName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A release that stops to make room, with exit code 0, runs again when the new one does not come about, whatever its restart
 * policy and whenever the daemon dies.
 */
final class MakingRoomTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              redis: {image: "redis:%2$s", restart: "%1$s", volumes: ["data:/data"]}
            """;
    private static final String ROUTED =
            """
            project: shop
            applications:
              web:
                image: "web:%s"
                port: 8000
                domain: {host: shop.localhost, https: false}
                healthcheck: {http: /}
            """;

    @TempDir
    private Path data;

    private TestBerth berth;

    @BeforeEach
    void open() {
        berth = TestBerth.in(data);
        for (String name : List.of("redis", "web")) {
            berth.engine.script(name + ":sick", Script.neverHealthy());
            berth.engine.script(name + ":broken", Script.exits(1, "no such table"));
            berth.engine.script(name + ":ended", Script.exits(0));
        }
    }

    @AfterEach
    void close() {
        berth.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-failure", "on-failure:3", "no", "unless-stopped"})
    void itComesBackWheneverTheDaemonDies(String restart) {
        berth.deploy(SHOP.formatted(restart, "1"));
        for (String bad : List.of("sick", "broken", "ended")) {
            int point = 0;
            boolean died = true;
            while (died) {
                point++;
                died = isTakenBackAlthoughItDiesAt(point, SHOP.formatted(restart, bad), "redis");
                berth.apply(SHOP.formatted(restart, "1"));
                berth.settle();
            }
            assertTrue(point > 12, point + " points");
        }
    }

    @Test
    void whatStartedFirstGoesAgainWheneverTheDaemonDies() {
        berth.deploy(ROUTED.formatted("1"));
        for (String bad : List.of("sick", "broken")) {
            int point = 0;
            boolean died = true;
            while (died) {
                point++;
                died = isTakenBackAlthoughItDiesAt(point, ROUTED.formatted(bad), "web");
                assertEquals(
                        List.of(berth.instance("web").name()).toString().replaceAll("-[0-9a-f]{8}", ""),
                        berth.routed("web"));
                berth.apply(ROUTED.formatted("1"));
                berth.settle();
            }
            assertTrue(point > 12, point + " points");
        }
    }

    /** Whether there was such a point. */
    private boolean isTakenBackAlthoughItDiesAt(int point, String definition, String application) {
        ObservedInstance before = berth.instance(application);
        Deployment deployment = TestBerth.started(berth.apply(definition));
        berth.engine.faults().forgetCalls();
        berth = Crashes.at(berth, faults -> faults.at(point, Fault.CRASH));
        boolean died = berth.engine.calls().size() >= point;
        long told = berth.store.occurrences().last(0, 1).stream()
                .mapToLong(o -> o.number())
                .max()
                .orElse(0);
        berth.settle();
        Deployment ended = berth.now(deployment);
        String at = "died at " + point + ": " + ended.message();
        assertEquals(Status.FAILED, ended.status(), at);
        assertTrue(ended.message().contains("the old release " + before.name().release()), at);
        assertEquals(
                List.of(),
                berth.store.occurrences().next(told, 100).stream()
                        .filter(o -> o.kind().equals("healed"))
                        .toList(),
                "nothing was left to healing, " + at);
        assertAsBefore(before, at);
        return died;
    }

    private void assertAsBefore(ObservedInstance before, String when) {
        List<ObservedInstance> now = berth.engine.observe(TestBerth.SHOP).instances();
        assertEquals(1, now.size(), when + now);
        assertEquals(before.name(), now.get(0).name(), when);
        assertEquals(InstanceState.RUNNING, now.get(0).state(), when);
        assertEquals(before.engineRestart(), now.get(0).engineRestart(), when);
    }

    @Test
    void itComesBackAlsoWhenTheDaemonDiesTwice() {
        berth.deploy(SHOP.formatted("no", "1"));
        ObservedInstance before = berth.instance("redis");
        Deployment deployment = TestBerth.started(berth.apply(SHOP.formatted("no", "2")));
        berth = Crashes.at(berth, faults -> faults.on("stop " + before.name(), Fault.CRASH));
        assertEquals("redis exited", berth.running());
        assertEquals(State.PENDING, berth.status("redis").state());
        berth = Crashes.at(berth, faults -> faults.on("create ", Fault.CRASH));
        berth.settle();
        assertTrue(
                berth.now(deployment).message().startsWith("interrupted by a crash twice; what was accepted before"),
                berth.now(deployment).message());
        assertAsBefore(before, "");
    }

    @Test
    void itComesBackAlsoWhenThatCouldNotBeDoneAtOnce() {
        berth.deploy(SHOP.formatted("on-failure", "1"));
        ObservedInstance before = berth.instance("redis");
        Deployment deployment = TestBerth.started(berth.apply(SHOP.formatted("on-failure", "sick")));
        berth.engine.faults().on("start " + before.name(), Fault.REFUSED);
        berth.settle();
        assertTrue(berth.now(deployment).message().contains("is left to healing: start " + before.name()));
        assertEquals(InstanceState.EXITED, berth.instance("redis").state());
        berth.engine.faults().none();
        berth.pass(Duration.ofMinutes(11));
        assertAsBefore(before, "");
    }

    @Test
    void oneThatWasToBeReplacedByItsLikeComesBack() {
        berth.deploy(SHOP.formatted("no", "1"));
        InstanceName old = berth.instance("redis").name();
        berth.ordered(berth.operations::restart, "redis");
        berth = Crashes.at(berth, faults -> faults.on("stop " + old, Fault.CRASH));
        berth = Crashes.at(berth, faults -> faults.on("create ", Fault.CRASH));
        berth.settle();
        assertEquals("redis running", berth.running());
        assertEquals("no", berth.instance("redis").engineRestart());
    }

    @Test
    void ofSeveralThatGiveWayToOneTheOneThatRunsMakesRoomFirst() {
        berth.deploy(SHOP.formatted("no", "1").replace("volumes:", "ports: [\"7000:7000\"], volumes:"));
        InstanceName old = berth.instance("redis").name();
        Deployment restart = berth.ordered(berth.operations::restart, "redis");
        berth = Crashes.at(berth, faults -> faults.on("start " + new InstanceName(old.release(), 2), Fault.CRASH));
        assertComesAbout(restart);
    }

    private void assertComesAbout(Deployment order) {
        berth.settle();
        Deployment ended = berth.now(order);
        assertEquals(Status.SUCCEEDED, ended.status(), ended.message());
        assertEquals("redis running", berth.running());
    }

    @Test
    void whatCameBackAndThenEndsByItselfStaysEnded() {
        berth.deploy(SHOP.formatted("on-failure", "1"));
        berth.deploy(SHOP.formatted("on-failure", "sick"));
        assertEquals("redis running", berth.running());
        berth.engine.end(berth.instance("redis").name(), 0);
        berth.settle();
        assertEquals("redis exited", berth.running());
        Deployment failed = berth.deploy(SHOP.formatted("on-failure", "broken"));
        assertTrue(failed.message().endsWith("the old release did not run either"), failed.message());
        assertEquals("redis exited", berth.running());
        berth.meddle("redis", Meddling.REMOVE);
        assertEquals("redis running", berth.running());
    }

    @Test
    void aStartThatIsCancelledDoesNotStartWhatTheUserHadStopped() {
        berth.deploy(SHOP.formatted("unless-stopped", "1"));
        berth.carriedOut(berth.operations::stop, "redis");
        berth.apply(SHOP.formatted("unless-stopped", "sick"));
        berth.settle();
        berth.close();
        List<Long> started = new ArrayList<>();
        berth = TestBerth.on(
                berth.machine,
                gate -> new InterposedGate(gate, name -> started.forEach(id -> berth.operations.cancel(id))));
        Deployment start = berth.ordered(berth.operations::start, "redis");
        started.add(start.id());
        berth.engine.faults().forgetCalls();
        berth.settle();
        assertEquals(Status.CANCELLED, berth.now(start).status());
        assertEquals("redis exited", berth.running());
        assertEquals(
                1,
                berth.engine.calls().stream()
                        .filter(call -> call.startsWith("start "))
                        .count());
        assertEquals(State.STOPPED, berth.status("redis").state());
    }

    @Test
    void aReplacementByItsLikeComesAboutWheneverTheDaemonDies() {
        berth.deploy(SHOP.formatted("on-failure", "1").replace("volumes:", "ports: [\"7000:7000\"], volumes:"));
        int point = 0;
        boolean died = true;
        while (died) {
            point++;
            Deployment restart = berth.ordered(berth.operations::restart, "redis");
            berth.engine.faults().forgetCalls();
            int now = point;
            berth = Crashes.at(berth, faults -> faults.at(now, Fault.CRASH));
            died = berth.engine.calls().size() >= point;
            assertComesAbout(restart);
            assertEquals("on-failure", berth.instance("redis").engineRestart());
        }
        assertTrue(point > 8, point + " points");
    }
}
