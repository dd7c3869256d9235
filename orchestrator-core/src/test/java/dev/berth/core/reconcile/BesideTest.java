package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.DeploymentEvent.Finished;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.release.InstanceName;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While one application is waited for, the others are healed, and orders are carried out. */
final class BesideTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web: {image: "web:1"}
              redis: {image: "redis:7", volumes: ["data:/data"]}
            """;

    @TempDir
    private Path data;

    private final BlockingGate gate = new BlockingGate();
    private TestBerth berth;

    @BeforeEach
    void theShopRuns() throws InterruptedException {
        berth = TestBerth.withThreads(Machine.with(data), gate::before);
        ended(TestBerth.started(berth.apply(SHOP)));
        gate.block("web");
    }

    @AfterEach
    void close() {
        gate.openAll();
        berth.close();
    }

    /** Waits for the end of a deployment. */
    private Deployment ended(Deployment deployment) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        berth.operations.follow(deployment.id(), 0, event -> {
            if (event.happening() instanceof Finished) {
                over.countDown();
            }
        });
        await(over, "deployment " + deployment.id() + " does not end");
        return berth.now(deployment);
    }

    private static void await(CountDownLatch latch, String otherwise) throws InterruptedException {
        assertTrue(latch.await(60, TimeUnit.SECONDS), otherwise);
    }

    /** Runs {@code meddle}, and waits until an instance of the application was started. */
    private void awaitStart(String application, Runnable meddle) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        berth.engine.faults().afterEach(() -> {
            List<String> calls = berth.engine.calls();
            if (calls.get(calls.size() - 1).startsWith("start shop-" + application)) {
                started.countDown();
            }
        });
        meddle.run();
        await(started, application + " is not started again");
    }

    private void kill(String application) {
        InstanceName name = berth.instance(application).name();
        berth.engine.meddle(name, Meddling.KILL);
    }

    @Test
    void whileOneIsHealedAnotherIsToo() throws InterruptedException {
        kill("web");
        gate.awaitBlocked("web");
        awaitStart("redis", () -> kill("redis"));
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void whatIsHealedLeavesAloneWhatIsDeployedThoughBothWrite() throws InterruptedException {
        gate.block("db");
        Deployment deployment =
                TestBerth.started(berth.apply(SHOP + "  db: {image: \"db:1\", volumes: [\"rows:/rows\"]}\n"));
        gate.awaitBlocked("db");
        awaitStart("redis", () -> kill("redis"));
        gate.open("db");
        Deployment ended = ended(deployment);
        assertEquals(Status.SUCCEEDED, ended.status(), ended.message());
        assertTrue(
                berth.engine.calls().stream().noneMatch(call -> call.startsWith("stop ")),
                berth.engine.calls().toString());
    }

    @Test
    void whileOneIsDeployedAnotherIsHealedAndTheDeploymentKnowsNothingOfIt() throws InterruptedException {
        Deployment deployment = TestBerth.started(berth.apply(SHOP.replace("web:1", "web:2")));
        gate.awaitBlocked("web");
        awaitStart("redis", () -> berth.engine.meddle(berth.instance("redis").name(), Meddling.REMOVE));
        gate.open("web");
        Deployment ended = ended(deployment);
        assertEquals(Status.SUCCEEDED, ended.status(), ended.message());
        assertEquals("done: web", ended.message());
        assertEquals(
                List.of("", "web"),
                berth.operations.events(deployment.id(), 0).stream()
                        .map(DeploymentEvent::stage)
                        .distinct()
                        .sorted()
                        .toList());
    }

    @Test
    void aDeploymentDoesNotWaitForWhatIsHealedBesideIt() throws InterruptedException {
        Deployment deployment = TestBerth.started(berth.apply(SHOP.replace("web:1", "web:2")));
        gate.awaitBlocked("web");
        gate.block("redis");
        kill("redis");
        gate.awaitBlocked("redis");
        gate.open("web");
        assertEquals(Status.SUCCEEDED, ended(deployment).status());
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void whatADeploymentTakesAwayIsNotHealed() throws InterruptedException {
        Deployment deployment = TestBerth.started(
                berth.apply(
                        """
                project: shop
                applications:
                  web: {image: "web:2"}
                """));
        gate.awaitBlocked("web");
        kill("redis");
        gate.open("web");
        assertEquals(Status.SUCCEEDED, ended(deployment).status());
        assertEquals("web running", berth.running());
    }

    @Test
    void anOrderDoesNotWaitForHealing() throws InterruptedException {
        kill("web");
        gate.awaitBlocked("web");
        Deployment restarted = ended(berth.ordered(berth.operations::restart, "redis"));
        assertEquals(Status.SUCCEEDED, restarted.status(), restarted.message());
    }

    @Test
    void anOrderDoesNotWaitForTheBuildCache() throws InterruptedException {
        CountDownLatch trimming = berth.engine.trimForEver();
        ended(TestBerth.started(berth.apply(SHOP + "  site: {build: {dockerfile_inline: \"FROM base\"}}\n")));
        await(trimming, "nobody looks after the build cache");
        Deployment restarted = ended(berth.ordered(berth.operations::restart, "redis"));
        assertEquals(Status.SUCCEEDED, restarted.status(), restarted.message());
    }

    @Test
    void aCancelEndsAWaitAtOnceAndTheOldReleaseServes() throws InterruptedException {
        Deployment deployment = TestBerth.started(berth.apply(SHOP.replace("web:1", "web:2")));
        gate.awaitBlocked("web");
        assertTrue(berth.operations.cancel(deployment.id()));
        assertEquals(Status.CANCELLED, ended(deployment).status());
        assertEquals("redis running, web running", berth.running());
        assertEquals("sha256:web:1", berth.instance("web").imageId());
    }

    @Test
    void aCancelEndsAlsoWhenTheEngineHangs() throws InterruptedException {
        Deployment deployment = TestBerth.started(berth.apply(SHOP.replace("web:1", "web:2")));
        gate.awaitBlocked("web");
        berth.engine.hang(true);
        assertTrue(berth.operations.cancel(deployment.id()));
        assertEquals(Status.CANCELLED, ended(deployment).status());
        berth.engine.hang(false);
    }

    @Test
    void aDaemonThatIsClosedLeavesTheDeploymentToTheNextOne() throws InterruptedException {
        Deployment deployment = TestBerth.started(berth.apply(SHOP.replace("web:1", "web:2")));
        gate.awaitBlocked("web");
        berth.fleet.close();
        assertEquals(Status.QUEUED, berth.now(deployment).status());
        berth.close();
        gate.open("web");
        berth = TestBerth.withThreads(berth.machine, gate::before);
        assertEquals(Status.SUCCEEDED, ended(deployment).status());
        assertEquals("sha256:web:2", berth.instance("web").imageId());
    }
}
