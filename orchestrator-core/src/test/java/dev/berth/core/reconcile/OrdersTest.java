package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.Script;
import dev.berth.core.operate.ApplicationStatus.State;
import dev.berth.core.operate.ApplyResult;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.reconcile.TestBerth.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stop, start, restart, scale and delete: what a user orders beside the definition. */
final class OrdersTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web:
                image: web:1
                port: 8000
                domain: {host: shop.localhost, https: false}
              redis:
                image: redis:7
                volumes: [data:/data]
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

    private void stopWeb() {
        Deployment stopped = berth.carriedOut(berth.operations::stop, "web");
        assertEquals(Status.SUCCEEDED, stopped.status(), stopped.message());
        assertWebIsStopped();
    }

    private void assertWebIsStopped() {
        assertEquals("redis running, web exited", berth.running());
        assertEquals("nowhere", berth.routed("web"));
        assertEquals(State.STOPPED, berth.status("web").state());
        assertEquals("", berth.status("web").message());
    }

    @Test
    void whatWasStoppedStaysSoThroughHealingApplyAndARestartOfTheDaemon() {
        stopWeb();
        berth.fleet.lookAround();
        berth.meddle("redis", Meddling.KILL);
        assertWebIsStopped();
        assertInstanceOf(ApplyResult.Unchanged.class, berth.apply(SHOP));
        berth.deploy(SHOP.replace("redis:7", "redis:8"));
        assertWebIsStopped();
        berth = berth.restarted();
        assertWebIsStopped();
        berth.pass(Duration.ofMinutes(1));
        assertWebIsStopped();
    }

    @Test
    void whatSomebodyStartsThatWasStoppedIsStoppedAgain() {
        stopWeb();
        berth.engine.start(berth.startOf("web"));
        berth.settle();
        assertWebIsStopped();
    }

    @Test
    void whatWasStoppedStaysSoWhenItIsRemovedMeanwhile() {
        stopWeb();
        berth.meddle("web", Meddling.REMOVE);
        assertEquals("redis running", berth.running());
        assertEquals(State.STOPPED, berth.status("web").state());
        berth.carriedOut(berth.operations::start, "web");
        assertEquals("redis running, web running", berth.running());
        assertEquals("[shop-web-1]", berth.routed("web"));
    }

    @Test
    void theStateIsTrueAsSoonAsTheEndIsTold() {
        Deployment stopping = berth.ordered(berth.operations::stop, "web");
        while (!berth.now(stopping).status().isFinal()) {
            berth.fleet.turn();
        }
        assertEquals(State.STOPPED, berth.status("web").state());
    }

    @Test
    void whatIsLeftOverOfAnApplicationIsGoneWhenTheEndOfItsOrderIsTold() {
        InstanceStart old = berth.startOf("web");
        berth.deploy(SHOP.replace("web:1", "web:2"));
        berth.engine.start(old);
        assertEquals(2, berth.instances("web").size());
        Deployment restarting = berth.ordered(berth.operations::restart, "web");
        while (!berth.now(restarting).status().isFinal()) {
            berth.fleet.turn();
        }
        assertEquals(1, berth.instances("web").size());
        assertEquals("sha256:web:2", berth.instance("web").imageId());
    }

    @Test
    void aStartBringsBackTheSameInstance() {
        String before = berth.instance("web").name().toString();
        stopWeb();
        Deployment started = berth.carriedOut(berth.operations::start, "web");
        assertEquals(Status.SUCCEEDED, started.status(), started.message());
        assertEquals(before, berth.instance("web").name().toString());
        assertEquals("redis running, web running", berth.running());
        assertEquals("[shop-web-1]", berth.routed("web"));
    }

    @Test
    void whatWasAppliedToAStoppedApplicationIsTriedAtItsStart() {
        stopWeb();
        berth.apply(SHOP.replace("web:1", "web:2"));
        berth.settle();
        assertWebIsStopped();
        berth.carriedOut(berth.operations::start, "web");
        assertEquals("sha256:web:2", berth.instance("web").imageId());
        assertEquals("redis running, web running", berth.running());
        assertInstanceOf(ApplyResult.Unchanged.class, berth.apply(SHOP.replace("web:1", "web:2")));
    }

    @Test
    void aStartWithABrokenNewReleaseSaysSoAndTheProvenOneRuns() {
        stopWeb();
        berth.engine.script("web:2", Script.exits(7));
        berth.apply(SHOP.replace("web:1", "web:2"));
        Deployment started = berth.carriedOut(berth.operations::start, "web");
        assertEquals(Status.FAILED, started.status());
        assertTrue(started.message().contains("exit code 7"), started.message());
        assertEquals("sha256:web:1", berth.instance("web").imageId());
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void aRestartReplacesStartFirst() {
        berth.engine.faults().forgetCalls();
        Deployment restarted = berth.carriedOut(berth.operations::restart, "web");
        assertEquals(Status.SUCCEEDED, restarted.status(), restarted.message());
        List<String> calls = calls();
        assertTrue(calls.indexOf("start shop-web-2") < calls.indexOf("stop shop-web-1"), calls.toString());
        assertEquals("[shop-web-2]", berth.routed("web"));
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void aRestartOfOneThatWritesAVolumeStopsFirst() {
        berth.engine.faults().forgetCalls();
        berth.carriedOut(berth.operations::restart, "redis");
        List<String> calls = calls();
        assertTrue(calls.indexOf("stop shop-redis-1") < calls.indexOf("start shop-redis-2"), calls.toString());
    }

    @Test
    void aRestartThatDoesNotBecomeHealthyLeavesTheOldInstanceServing() {
        berth.engine.script("web:1", Script.exits(1, "no luck"));
        Deployment restarted = berth.carriedOut(berth.operations::restart, "web");
        assertEquals(Status.FAILED, restarted.status());
        assertEquals("[shop-web-1]", berth.routed("web"));
        assertEquals("redis running, web running", berth.running());
    }

    private List<String> calls() {
        return berth.engine.calls().stream()
                .map(call -> call.replaceAll("-[0-9a-f]{8}(?=-)", ""))
                .toList();
    }

    private Deployment scaled(int replicas) {
        return berth.carriedOut(
                (project, application, actor) -> berth.operations.scale(project, application, replicas, actor), "web");
    }

    @Test
    void anotherNumberHoldsUntilTheDefinitionsOwnNumberChanges() {
        assertEquals(Status.SUCCEEDED, scaled(3).status());
        assertEquals("[shop-web-1, shop-web-2, shop-web-3]", berth.routed("web"));
        berth.deploy(SHOP.replace("redis:7", "redis:8"));
        berth = berth.restarted();
        assertEquals(3, berth.instances("web").size());
        berth.engine.meddle(berth.instances("web").get(1).name(), Meddling.REMOVE);
        berth.settle();
        assertEquals("[shop-web-1, shop-web-2, shop-web-3]", berth.routed("web"));
        berth.deploy(SHOP.replace("image: web:1", "image: web:1\n    replicas: 2"));
        assertEquals("[shop-web-1, shop-web-2]", berth.routed("web"));
        assertEquals(2, berth.instances("web").size());
    }

    @Test
    void anotherNumberIsToldAsWhatItIs() {
        Deployment deployment = scaled(2);
        String plan = berth.operations.events(deployment.id(), 0).get(0).toString();
        assertTrue(plan.contains("(scaled from 1 to 2)"), plan);
    }

    @Test
    void moreInstancesThatDoNotBecomeHealthyAreTakenAwayAndNotTriedAgain() {
        berth.engine.script("web:1", Script.exits(1, "no memory"));
        assertEquals(Status.FAILED, scaled(3).status());
        assertEquals("redis running, web running", berth.running());
        berth.engine.faults().forgetCalls();
        berth.pass(Duration.ofMinutes(5));
        berth = berth.restarted();
        assertEquals("redis running, web running", berth.running());
        assertFalse(calls().toString().contains("start "), calls().toString());
    }

    @Test
    void whenAnotherNumberDoesNotComeAboutTheOneBeforeHolds() {
        scaled(3);
        berth.engine.script("web:1", Script.exits(1, "no memory"));
        assertEquals(Status.FAILED, scaled(5).status());
        Deployment waiting = berth.operations
                .scale(TestBerth.SHOP, ApplicationName.of("web"), 6, "tester")
                .orElseThrow();
        berth.operations.scale(TestBerth.SHOP, ApplicationName.of("web"), 7, "tester");
        berth.settle();
        assertEquals(Status.CANCELLED, berth.now(waiting).status());
        berth.engine.script("web:1", Script.healthy());
        berth.deploy(SHOP.replace("redis:7", "redis:8"));
        assertEquals("[shop-web-1, shop-web-2, shop-web-3]", berth.routed("web"));
        assertEquals(Status.SUCCEEDED, scaled(2).status());
        assertEquals("[shop-web-1, shop-web-2]", berth.routed("web"));
    }

    @Test
    void anOrderThatIsCancelledBeforeItBeganIsNotFulfilledByHealing() {
        for (Order order : List.<Order>of(
                berth.operations::stop,
                (project, application, actor) -> berth.operations.scale(project, application, 3, actor))) {
            Deployment ordered = berth.ordered(order, "web");
            assertTrue(berth.operations.cancel(ordered.id()));
            berth.settle();
            berth = berth.restarted();
            assertEquals("redis running, web running", berth.running());
        }
        stopWeb();
        assertTrue(berth.operations.cancel(
                berth.ordered(berth.operations::start, "web").id()));
        berth.settle();
        assertWebIsStopped();
    }

    @Test
    void aStartThatIsCancelledStopsNothingThatNobodyHadStopped() {
        berth.engine.script("web:1", Script.exits(1));
        berth.meddle("web", Meddling.KILL);
        Deployment start = berth.ordered(berth.operations::start, "web");
        assertTrue(berth.operations.cancel(start.id()));
        berth.engine.script("web:1", Script.healthy());
        berth.pass(Duration.ofMinutes(1));
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void whatIsAcceptedAgainKeepsItsRevision() {
        berth.engine.script("web:2", Script.exits(1));
        berth.deploy(SHOP.replace("web:1", "web:2"));
        berth.carriedOut(berth.operations::restart, "web");
        scaled(2);
        assertEquals(
                1L,
                berth.store
                        .accepted()
                        .origins(TestBerth.SHOP)
                        .get(ApplicationName.of("web"))
                        .revision());
    }

    @Test
    void fewerInstancesAreTakenOutOfTheRoutesBeforeTheyEnd() {
        scaled(2);
        berth.engine.faults().forgetCalls();
        scaled(1);
        List<String> calls = calls();
        assertTrue(
                calls.indexOf("publish shop web → [shop-web-1]") < calls.indexOf("stop shop-web-2"), calls.toString());
        assertEquals(1, berth.instances("web").size());
    }

    @Test
    void anOrderAboutOneSaysNothingAboutAnother() {
        berth.engine.script("redis:7", Script.exits(1, "no disk"));
        berth.meddle("redis", Meddling.REMOVE);
        Deployment restarted = berth.carriedOut(berth.operations::restart, "web");
        assertEquals(Status.SUCCEEDED, restarted.status(), restarted.message());
        assertEquals(
                List.of(ApplicationName.of("web")),
                restarted.outcomes().stream()
                        .map(Deployment.Outcome::application)
                        .toList());
    }

    @Test
    void aDeletedProjectIsGoneWithEverythingButItsVolumes() {
        Deployment deleted =
                berth.operations.removeProject(TestBerth.SHOP, false, "tester").orElseThrow();
        berth.settle();
        assertEquals(
                Status.SUCCEEDED,
                berth.now(deleted).status(),
                berth.now(deleted).message());
        assertEquals("", berth.running());
        assertFalse(berth.engine.observe(TestBerth.SHOP).network());
        assertTrue(berth.engine.observe(TestBerth.SHOP).volumes().contains("shop_data"));
        assertEquals(Optional.empty(), berth.operations.project(TestBerth.SHOP));
        assertEquals(Optional.empty(), berth.fleet.snapshot(TestBerth.SHOP));
        berth.deploy(SHOP);
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void theVolumesThatWereKeptGoWhenTheyAreAskedForLater() {
        berth.operations.removeProject(TestBerth.SHOP, false, "tester").orElseThrow();
        berth.settle();
        assertEquals(Optional.empty(), berth.operations.removeProject(TestBerth.SHOP, false, "tester"));
        assertEquals("[shop_data]", berth.operations.keptVolumes(TestBerth.SHOP).toString());
        Deployment deleted =
                berth.operations.removeProject(TestBerth.SHOP, true, "tester").orElseThrow();
        berth.settle();
        assertEquals(
                Status.SUCCEEDED,
                berth.now(deleted).status(),
                berth.now(deleted).message());
        assertFalse(berth.engine.observe(TestBerth.SHOP).volumes().contains("shop_data"));
        assertEquals(Optional.empty(), berth.fleet.snapshot(TestBerth.SHOP));
        assertEquals(Optional.empty(), berth.operations.removeProject(TestBerth.SHOP, true, "tester"));
        berth.deploy(SHOP);
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void whatIsBeingDeletedCannotBeAppliedBeforeItIsOver() {
        berth.operations.removeProject(TestBerth.SHOP, false, "tester").orElseThrow();
        ApplyResult refused = berth.apply(SHOP.replace("web:1", "web:2"));
        assertTrue(
                refused instanceof ApplyResult.Conflict conflict
                        && conflict.message().startsWith("shop is being deleted by deployment 2; apply again when"),
                refused.toString());
        berth.settle();
        berth.deploy(SHOP.replace("web:1", "web:2"));
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void lastWordsOfWhatIsRemovedAreKept() {
        String instance = berth.instance("web").name().toString();
        berth.deploy(SHOP.replace("web:1", "web:2"));
        var kept = berth.store.endedLogs().of(TestBerth.SHOP, ApplicationName.of("web"));
        assertEquals(1, kept.size());
        assertEquals(
                instance + " by deployment 2 (apply): ready",
                kept.get(0).instance() + " by deployment "
                        + kept.get(0).deployment().getAsLong() + " ("
                        + kept.get(0).cause() + "): "
                        + kept.get(0).lines().get(0).text());
    }
}
