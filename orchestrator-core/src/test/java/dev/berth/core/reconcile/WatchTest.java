package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.Faults;
import dev.berth.core.engine.Faults.Fault;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new release serves, is watched, and gives way at once when it fails; the old one ends only in peace. */
final class WatchTest {
    private static final Duration WATCH = Duration.ofSeconds(10);
    private static final String SHOP =
            """
            project: shop
            applications:
              web:
                image: web:%s
                port: 8000
                domain: {host: shop.test, https: false}
                deploy: {monitor: 10s, drain: %s, auto_rollback: %s}
            """;

    @TempDir
    private Path data;

    private TestBerth berth;
    /** What happens while the gate is asked about an instance. */
    private Consumer<InstanceName> meanwhile = instance -> {};

    private Machine machine;

    @BeforeEach
    void theShopRuns() {
        machine = Machine.with(data);
        berth = TestBerth.on(machine, gate -> new InterposedGate(gate, instance -> meanwhile.accept(instance)));
        berth.deploy(shop("1"));
    }

    @AfterEach
    void close() {
        berth.close();
    }

    private static String shop(String version) {
        return SHOP.formatted(version, "10s", true);
    }

    @Test
    void whatIsAcceptedIsWhatRanAlthoughItsNameMovedMeanwhile() {
        onceItIsRouted(instance -> {
            berth.engine.pushed("web:2", "sha256:later");
            berth.engine.provideImage(
                    ProjectName.of("blog"),
                    ApplicationName.of("web"),
                    new ImageSpec.Pulled("web:2", 0),
                    true,
                    ProgressSink.silent());
        });
        Deployment deployment = berth.deploy(shop("2"));
        assertEquals(Status.SUCCEEDED, deployment.status(), deployment.message());
        assertEquals(Optional.of("sha256:later"), berth.engine.imageId("web:2"));
        berth.meddle("web", Meddling.REMOVE);
        assertEquals("sha256:web:2", berth.instance("web").imageId());
    }

    @Test
    void whatLosesItsDomainWithItsReleaseKeepsItsVisitorsAsLong() {
        berth.deploy(SHOP.formatted("1", "60s", true));
        berth.engine.connected(berth.instance("web").name(), 1);
        Duration began = machine.time().elapsed();
        Deployment deployment = berth.deploy(
                SHOP.formatted("2", "60s", true).replace("    domain: {host: shop.test, https: false}\n", ""));
        assertEquals(Status.SUCCEEDED, deployment.status(), deployment.message());
        assertEquals(60, machine.time().elapsed().minus(began).toSeconds());
    }

    private void onceItIsRouted(Consumer<InstanceName> what) {
        String before = berth.instance("web").name().toString();
        meanwhile = instance -> {
            boolean switched = !instance.toString().equals(before)
                    && berth.routes
                            .routes(TestBerth.SHOP, instance.release().application())
                            .orElseThrow()
                            .instances()
                            .contains(instance);
            if (switched) {
                meanwhile = other -> {};
                what.accept(instance);
            }
        };
    }

    @Test
    void whatGoesOnBeingHealthyIsAccepted() {
        Duration before = machine.time().elapsed();
        assertEquals(Status.SUCCEEDED, berth.deploy(shop("2")).status());
        assertTrue(machine.time().elapsed().minus(before).compareTo(Duration.ofSeconds(10)) >= 0);
        assertEquals(1, berth.instances("web").size());
    }

    @Test
    void whatEndsWhileItIsWatchedGivesWayToTheOldOneThatNeverStopped() {
        String old = berth.instance("web").name().toString();
        onceItIsRouted(instance -> berth.engine.meddle(instance, Meddling.OUT_OF_MEMORY));
        Deployment deployment = berth.deploy(shop("2"));
        assertEquals(Status.FAILED, deployment.status());
        assertTrue(
                deployment.message().contains("ended with exit code 137: it was killed for using more memory"),
                deployment.message());
        assertTrue(
                deployment.message().contains("the old release " + old.replaceAll("-1$", "") + " still serves"),
                deployment.message());
        assertEquals("[shop-web-1]", berth.routed("web"));
        assertEquals("web running", berth.running());
        assertEquals(old, berth.instance("web").name().toString());
    }

    @Test
    void whatFailsItsCheckWhileItIsWatchedGivesWay() {
        String old = berth.instance("web").name().toString();
        onceItIsRouted(instance -> berth.engine.sick(instance, true));
        Deployment deployment = berth.deploy(shop("2"));
        assertEquals(Status.FAILED, deployment.status());
        assertTrue(deployment.message().contains("was healthy, and then was not: "), deployment.message());
        assertEquals(old, berth.instance("web").name().toString());
    }

    @Test
    void aProxyThatTakesItsTimeToGoBackIsWaitedFor() {
        onceItIsRouted(instance -> {
            berth.routes.takesUpWithin(Duration.ofSeconds(5));
            berth.engine.sick(instance, true);
        });
        Deployment deployment = berth.deploy(shop("2"));
        assertTrue(deployment.message().endsWith(" still serves"), deployment.message());
    }

    @Test
    void whatRequestsCannotBeLedAwayFromStaysUntilTheyCan() {
        String old = berth.instance("web").name().toString();
        onceItIsRouted(instance -> {
            berth.engine.sick(instance, true);
            berth.engine.faults().on("publish shop web", Fault.REFUSED);
        });
        Deployment deployment = berth.deploy(shop("2"));
        assertEquals(Status.FAILED, deployment.status());
        assertTrue(
                deployment
                        .message()
                        .replaceAll("-[0-9a-f]{8}", "")
                        .endsWith(
                                "this could not be taken back and is left to healing: publish web → shop-web-1, to be tried:"
                                        + " shop-web-1: made to fail: publish shop web → [shop-web-1]; until then requests may be led to shop-web-1,"
                                        + " so nothing more was taken back"),
                deployment.message());
        assertEquals("web running, web running", berth.running());
        berth.engine.faults().none();
        berth.pass(Duration.ofSeconds(5));
        assertEquals("web running", berth.running());
        assertEquals(old, berth.instance("web").name().toString());
    }

    @Test
    void aCancelWaitsForSuchAProxyASecondOnly() {
        onceItIsRouted(instance -> {
            berth.routes.takesUpWithin(Duration.ofSeconds(5));
            assertTrue(berth.operations.cancel(2));
        });
        Deployment deployment = berth.deploy(shop("2"));
        assertEquals(Status.CANCELLED, deployment.status());
        assertTrue(
                deployment
                        .message()
                        .contains("this could not be taken back and is left to healing: confirm routes of web: "),
                deployment.message());
    }

    @Test
    void whatIsInFlightToOneThatGivesWayEndsInPeaceToo() {
        Duration[] switchedBack = new Duration[1];
        onceItIsRouted(instance -> {
            berth.engine.connected(instance, 1);
            berth.engine.sick(instance, true);
            switchedBack[0] = machine.time().elapsed();
        });
        assertEquals(Status.FAILED, berth.deploy(shop("2")).status());
        Duration took = machine.time().elapsed().minus(switchedBack[0]);
        assertTrue(took.compareTo(Duration.ofSeconds(10)) >= 0, took.toString());
        assertTrue(took.compareTo(Duration.ofSeconds(12)) < 0, took.toString());
        assertEquals("web running", berth.running());
    }

    @Test
    void withoutRollbackItStaysAndTheFailureIsTold() {
        onceItIsRouted(instance -> berth.engine.sick(instance, true));
        Deployment deployment = berth.deploy(SHOP.formatted("2", "10s", false));
        assertEquals(Status.FAILED, deployment.status());
        assertTrue(deployment.message().contains("the new release was accepted and serves"), deployment.message());
        assertEquals(
                berth.store
                        .accepted()
                        .state(TestBerth.SHOP)
                        .applications()
                        .get(0)
                        .release()
                        .instance(1),
                berth.instance("web").name());
    }

    @Test
    void anInterruptedWatchBeginsAnewAndStillKnowsTheWayBack() {
        String old = berth.instance("web").name().toString();
        machine.faults().on("try shop web", Faults.Fault.CRASH);
        assertThrows(Faults.Crash.class, () -> berth.deploy(shop("2")));
        machine.faults().none();
        assertEquals("web running, web running", berth.running());
        berth.close();
        berth = TestBerth.on(machine, gate -> new InterposedGate(gate, instance -> meanwhile.accept(instance)));
        meanwhile = instance -> berth.engine.sick(instance, !instance.toString().equals(old));
        berth.settle();
        assertEquals("[shop-web-1]", berth.routed("web"));
        assertEquals(old, berth.instance("web").name().toString());
        assertEquals("web running", berth.running());
    }

    @Test
    void onceItStandsByNoLongerTheOldOneStaysUntilNothingIsInFlightToItOrItsTimeIsOver() {
        InstanceName old = berth.instance("web").name();
        berth.engine.connected(old, 1);
        Duration before = machine.time().elapsed();
        assertEquals(
                Status.SUCCEEDED, berth.deploy(SHOP.formatted("2", "40s", true)).status());
        Duration took = machine.time().elapsed().minus(before);
        assertTrue(took.compareTo(WATCH.plusSeconds(40)) >= 0, took.toString());
        assertTrue(took.compareTo(WATCH.plusSeconds(45)) < 0, took.toString());
    }

    @Test
    void whatHasNothingInFlightGoesAtOnce() {
        Duration before = machine.time().elapsed();
        assertEquals(
                Status.SUCCEEDED, berth.deploy(SHOP.formatted("2", "1h", true)).status());
        Duration took = machine.time().elapsed().minus(before);
        assertTrue(took.compareTo(Duration.ofSeconds(12)) < 0, took.toString());
    }
}
