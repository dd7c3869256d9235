package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.DeploymentEvent.Finished;
import dev.berth.core.deploy.DeploymentEvent.StepStarted;
import dev.berth.core.engine.Faults;
import dev.berth.core.engine.Faults.Fault;
import dev.berth.core.operate.ApplicationStatus.State;
import dev.berth.core.project.ApplicationName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments come one after another, and what a later one makes needless is not begun. */
final class QueueTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web: {image: "web:1", port: 8000, domain: {host: shop.localhost, https: false}}
              redis: {image: "redis:7", volumes: ["data:/data"]}
            """;

    @TempDir
    private Path data;

    private TestBerth berth;

    @BeforeEach
    void theShopRuns() {
        berth = TestBerth.in(data);
        berth.deploy(SHOP);
        berth.engine.faults().forgetCalls();
    }

    @AfterEach
    void close() {
        berth.close();
    }

    private Deployment apply(String tag) {
        return TestBerth.started(berth.apply(SHOP.replace("web:1", "web:" + tag)));
    }

    private String ends(Deployment... deployments) {
        return List.of(deployments).stream()
                .map(berth::now)
                .map(d -> d.id() + " " + d.status().text() + ": " + d.message() + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void ofSeveralThatWaitOnlyTheNewestIsCarriedOut() {
        Deployment first = apply("2");
        Deployment second = apply("3");
        Deployment third = apply("4");
        berth.settle();
        assertEquals(
                """
                2 cancelled: superseded by deployment 3
                3 cancelled: superseded by deployment 4
                4 succeeded: done: web
                """,
                ends(first, second, third));
        assertFalse(
                berth.engine.calls().toString().contains("web:2"),
                berth.engine.calls().toString());
        assertEquals("sha256:web:4", berth.instance("web").imageId());
    }

    @Test
    void anApplyMakesAWaitingStopNeedlessAndRespectsIt() {
        Deployment stop = berth.ordered(berth.operations::stop, "web");
        Deployment apply = apply("2");
        berth.settle();
        assertEquals(
                """
                2 cancelled: superseded by deployment 3
                3 succeeded: done: web
                """,
                ends(stop, apply));
        assertEquals(State.STOPPED, berth.status("web").state());
    }

    @Test
    void whatIsOrderedAfterADeletionIsCancelledWithIt() {
        Deployment deletion =
                berth.operations.removeProject(TestBerth.SHOP, false, "tester").orElseThrow();
        Deployment stop = berth.ordered(berth.operations::stop, "web");
        berth.settle();
        assertEquals(
                """
                2 succeeded: done: web, redis, clean up
                3 cancelled: shop was deleted by deployment 2 before it began
                """,
                ends(deletion, stop));
        berth.deploy(SHOP);
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void ordersThatConcernDifferentThingsAreAllCarriedOut() {
        Deployment one = berth.ordered(berth.operations::restart, "web");
        Deployment two = berth.ordered(berth.operations::restart, "redis");
        Deployment three = berth.ordered(berth.operations::stop, "redis");
        berth.settle();
        assertEquals(
                """
                2 succeeded: done: web
                3 cancelled: superseded by deployment 4
                4 succeeded: done: redis
                """,
                ends(one, two, three));
    }

    @Test
    void oneThatWaitsCanBeCancelledAndTheOthersGoOn() {
        Deployment restart = berth.ordered(berth.operations::restart, "redis");
        Deployment apply = apply("2");
        assertTrue(berth.operations.cancel(restart.id()));
        assertFalse(berth.operations.cancel(restart.id()));
        berth.settle();
        assertEquals(
                """
                2 cancelled: cancelled before it began
                3 succeeded: done: web
                """,
                ends(restart, apply));
        assertFalse(berth.operations.cancel(apply.id()));
    }

    @Test
    void oneThatWaitsForAnEngineThatIsAwayCanBeCancelled() {
        Deployment apply = apply("2");
        berth.engine.away(true);
        berth.settle();
        assertEquals("2 queued: \n", ends(apply));
        assertTrue(
                berth.status("web").message().contains("no engine answers"),
                berth.status("web").message());
        assertTrue(berth.operations.cancel(apply.id()));
        berth.engine.away(false);
        berth.settle();
        assertEquals("2 cancelled: cancelled before it began\n", ends(apply));
        assertEquals("sha256:web:1", berth.instance("web").imageId());
    }

    @Test
    void oneThatWaitsForAnEngineThatIsAwayIsCarriedOutWhenItIsBack() {
        Deployment apply = apply("2");
        berth.engine.away(true);
        berth.settle();
        berth.engine.away(false);
        berth.settle();
        assertEquals("2 succeeded: done: web\n", ends(apply));
    }

    @Test
    void anEngineThatGoesAwayInTheMiddleFailsTheDeploymentAndTheOldReleaseServesWhenItIsBack() {
        Deployment apply = apply("2");
        berth.engine.faults().afterEach(() -> berth.engine.away(true));
        berth.settle();
        assertTrue(ends(apply).startsWith("2 failed: web: cannot "), ends(apply));
        berth.engine.faults().afterEach(() -> {});
        berth.engine.away(false);
        berth.settle();
        assertEquals("sha256:web:1", berth.instance("web").imageId());
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void wheneverItIsCancelledTheOldReleaseServesAndNothingIsLeftOver() {
        int calls = cancelledAfter(Integer.MAX_VALUE);
        assertTrue(calls > 6, calls + " calls");
        for (int n = 1; n < calls; n++) {
            cancelledAfter(n);
        }
    }

    /** Returns how many calls there were. */
    private int cancelledAfter(int n) {
        String before = berth.instance("web").imageId();
        Deployment apply = apply(before.endsWith(":1") ? "2" : "1");
        Faults faults = berth.engine.faults();
        faults.forgetCalls();
        faults.afterEach(() -> {
            if (faults.calls().size() >= n && berth.now(apply).status() == Deployment.Status.RUNNING) {
                assertTrue(berth.operations.cancel(apply.id()));
            }
        });
        berth.settle();
        faults.afterEach(() -> {});
        int calls = faults.calls().size();
        Deployment ended = berth.now(apply);
        boolean accepted = ended.message().contains("accepted") || ended.status() == Deployment.Status.SUCCEEDED;
        assertEquals(
                n < calls && !accepted ? Deployment.Status.CANCELLED : ended.status(), ended.status(), ended.message());
        assertEquals(
                accepted, !berth.instance("web").imageId().equals(before), "after call " + n + ": " + ended.message());
        assertEquals("redis running, web running", berth.running(), "after call " + n);
        assertEquals(
                "[" + berth.instance("web").name() + "]",
                berth.routes
                        .routes(TestBerth.SHOP, dev.berth.core.project.ApplicationName.of("web"))
                        .orElseThrow()
                        .instances()
                        .toString());
        return calls;
    }

    @Test
    void aWaitForHealthIsEndedByACancel() {
        berth.close();
        berth = TestBerth.on(berth.machine, gate -> new InterposedGate(gate, name -> berth.operations.cancel(2)));
        Deployment apply = apply("2");
        berth.settle();
        assertEquals(
                "2 cancelled: web: cancelled during: await healthy " + started(apply) + "; the old release "
                        + berth.instance("web").name().release() + " still serves\n",
                ends(apply));
        assertEquals("redis running, web running", berth.running());
    }

    private String started(Deployment deployment) {
        return berth.operations.events(deployment.id(), 0).stream()
                .map(DeploymentEvent::happening)
                .flatMap(h -> h instanceof StepStarted step
                        ? Optional.of(step.step()).stream()
                        : Optional.<String>empty().stream())
                .filter(step -> step.startsWith("start "))
                .findFirst()
                .orElseThrow()
                .substring("start ".length());
    }

    @Test
    void aDaemonThatIsClosedPutsItOffAndTheNextOneCarriesItOut() {
        Deployment apply = apply("2");
        berth.engine.faults().afterEach(berth.fleet::close);
        berth.settle();
        assertEquals("2 queued: \n", ends(apply));
        berth.engine.faults().afterEach(() -> {});
        berth = berth.restarted();
        assertEquals("2 succeeded: done: web\n", ends(apply));
    }

    @Test
    void oneThatACrashCutOffIsCarriedOutOnceMore() {
        Deployment apply = apply("2");
        crashAt("start ");
        assertEquals("2 running: \n", ends(apply));
        berth.settle();
        assertEquals("2 succeeded: done: web\n", ends(apply));
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void oneThatACrashCutOffTwiceFailsAndTheOldReleaseServes() {
        Deployment apply = apply("2");
        crashAt("start ");
        crashAt("publish ");
        berth.settle();
        assertEquals(
                "2 failed: interrupted by a crash twice; what was accepted before is kept. Look at the daemon's log,"
                        + " then order it again\n",
                ends(apply));
        assertEquals("sha256:web:1", berth.instance("web").imageId());
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void aNumberWhoseOrderACrashCutOffTwiceIsNotWishedForAnyMore() {
        berth.operations.scale(TestBerth.SHOP, new ApplicationName("web"), 3, "tester");
        crashAt("start ");
        crashAt("start ");
        berth.settle();
        berth.pass(Duration.ofMinutes(6));
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void oneThatACrashCutOffCanBeCancelledBeforeItIsTakenUpAgain() {
        Deployment apply = apply("2");
        crashAt("start ");
        assertTrue(berth.operations.cancel(apply.id()));
        berth.settle();
        assertEquals("2 cancelled: cancelled before it began\n", ends(apply));
        assertEquals("sha256:web:1", berth.instance("web").imageId());
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void aCancelOutlivesADaemonThatDiesWhileItTakesBack() {
        for (int later = 0; later < 2; later++) {
            Deployment apply = apply("2");
            dieAfterCancel(apply, later);
            berth.settle();
            assertEquals(
                    apply.id() + " cancelled: cancelled; the daemon ended before it was over, and what is accepted by"
                            + " now is kept\n",
                    ends(apply),
                    "died " + later + " calls later");
            assertEquals("sha256:web:1", berth.instance("web").imageId());
            assertEquals("redis running, web running", berth.running());
        }
    }

    /** Cancelled when the new release has been started; so many calls later the daemon dies, and another one starts. */
    private void dieAfterCancel(Deployment apply, int later) {
        TestBerth dying = berth;
        AtomicInteger since = new AtomicInteger(-1);
        berth = Crashes.at(
                berth,
                faults -> faults.afterEach(() -> {
                    List<String> calls = dying.engine.calls();
                    if (since.get() < 0 && calls.get(calls.size() - 1).startsWith("start shop-web")) {
                        assertTrue(dying.operations.cancel(apply.id()));
                        since.set(0);
                    } else if (since.get() >= 0) {
                        since.incrementAndGet();
                    }
                    if (since.get() == later) {
                        dying.machine.faults().crash();
                    }
                }));
        berth.machine.faults().afterEach(() -> {});
        assertEquals(later, since.get());
    }

    /** The daemon dies at this call, and another one starts. */
    private void crashAt(String call) {
        berth = Crashes.at(berth, faults -> faults.on(call, Fault.CRASH));
    }

    @Test
    void itsEventsAreNumberedWithoutGapAndEndWithTheEnd() {
        Deployment apply = apply("2");
        berth.settle();
        List<DeploymentEvent> events = berth.operations.events(apply.id(), 0);
        for (int i = 0; i < events.size(); i++) {
            assertEquals(i + 1, events.get(i).number());
        }
        assertEquals(
                new Finished(Deployment.Status.SUCCEEDED, "done: web"),
                events.get(events.size() - 1).happening());
        assertEquals(events.subList(3, events.size()), berth.operations.events(apply.id(), 3));
        assertEquals(
                """
                Planned, StepStarted, Progress, StepDone, StepStarted, StepDone, StepStarted, StepDone, StepStarted, \
                StepDone, StepStarted, StepDone, StepStarted, StepDone, StepStarted, StepDone, StepStarted, StepDone, \
                StepStarted, StepDone, StepStarted, StepDone, StepStarted, StepDone, StepStarted, StepDone, StepStarted, \
                StepDone, StepStarted, StepDone, StepStarted, StepDone, StepStarted, StepDone, StepStarted, StepDone, \
                StepStarted, StepDone, StageDone, Finished""",
                events.stream()
                        .map(e -> e.happening().getClass().getSimpleName())
                        .collect(Collectors.joining(", ")));
    }
}
