package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.Faults.Fault;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.Script;
import dev.berth.core.operate.RollbackResult;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Resources;
import dev.berth.core.release.InstanceName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At whatever commit or call the daemon dies, the next one ends what it was doing, and well. */
final class CrashAtEveryCallTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web:
                image: "web:%1$d"
                port: 8000
                domain: {host: shop.localhost, https: false}
                depends_on: [redis]
              redis:
                image: "redis:%1$d"
                volumes: ["data:/data"]
            """;
    private static final String SCALED =
            """
            project: shop
            applications:
              web:
                image: "web:%1$d"
                port: 8000
                replicas: 2
                domain: {host: shop.localhost, https: false}
                depends_on: {init: {condition: service_completed_successfully}}
              init:
                image: "init:1"
                env: {ROUND: "%1$d"}
                job: true
            """;

    @TempDir
    private Path data;

    private TestBerth berth;

    @BeforeEach
    void theShopRuns() {
        berth = TestBerth.in(data);
        berth.deploy(SHOP.formatted(0));
    }

    @AfterEach
    void close() {
        berth.close();
    }

    private String images() {
        return berth.engine.observe(TestBerth.SHOP).instances().stream()
                .map(i -> i.imageId() + " " + i.state() + (i.attached() && i.answersToApplication() ? "" : " cut off"))
                .collect(Collectors.joining(", "));
    }

    @Test
    void aDeploymentIsCarriedOutOnceMore() {
        everyPoint(SHOP, "sha256:redis:%1$d RUNNING, sha256:web:%1$d RUNNING", 40);
    }

    @Test
    void aDeploymentOfAJobAndOfSeveralInstancesIsCarriedOutOnceMore() {
        berth.engine.script("init:1", Script.exits(0));
        berth.deploy(SCALED.formatted(0));
        everyPoint(SCALED, "sha256:init:1 EXITED, sha256:web:%1$d RUNNING, sha256:web:%1$d RUNNING", 40);
    }

    @Test
    void aVolumeIsTakenOverOnceMore() {
        String renamed = SHOP.replace("redis:%1$d", "redis:1")
                .replace("redis]", "store%1$d]")
                .replace("redis:\n", "store%1$d:\n");
        berth.machine.faults().afterEach(() -> assertTrue(writers() <= 1, "two write side by side"));
        everyPoint(renamed, "sha256:redis:1 RUNNING, sha256:web:%1$d RUNNING", 30);
    }

    private long writers() {
        return berth.engine.seen(TestBerth.SHOP).instances().stream()
                .filter(i -> i.isRunning() && i.writesVolume())
                .count();
    }

    private void everyPoint(String definition, String images, int atLeast) {
        int point = 0;
        boolean died = true;
        while (died) {
            point++;
            died = isCarriedOutAlthoughItDiesAt(point, definition, images);
        }
        assertTrue(point > atLeast, point + " points");
    }

    @Test
    void whatSomebodyChangedIsMendedOnceMore() {
        assertMendedOnceMore(name -> List.of(
                        Meddling.RENAME,
                        Meddling.CONNECT_ELSEWHERE,
                        Meddling.CHANGE_LIMITS,
                        Meddling.CHANGE_RESTART_POLICY)
                .forEach(what -> berth.engine.meddle(name, what)));
    }

    @Test
    void whatGivesWayForALimitDoesSoOnceMore() {
        assertMendedOnceMore(name -> berth.engine.limit(name, "cpu-shares 512"));
    }

    private void assertMendedOnceMore(Consumer<InstanceName> meddle) {
        int point = 0;
        boolean died = true;
        while (died) {
            point++;
            berth.settle();
            berth.pass(Duration.ofMinutes(11));
            for (ObservedInstance instance :
                    berth.engine.observe(TestBerth.SHOP).instances()) {
                meddle.accept(instance.name());
            }
            int now = point;
            berth.engine.faults().forgetCalls();
            berth = Crashes.at(berth, faults -> faults.at(now, Fault.CRASH));
            died = berth.engine.calls().size() >= point;
            berth.settle();
            assertEquals(
                    List.of(),
                    berth.engine.observe(TestBerth.SHOP).instances().stream()
                            .filter(i -> i.otherName().isPresent()
                                    || !i.otherNetworks().isEmpty()
                                    || !i.otherLimits().isEmpty()
                                    || !i.resources().equals(Resources.DEFAULT)
                                    || !i.engineRestart().equals("unless-stopped"))
                            .toList(),
                    "died at " + point);
        }
        assertTrue(point > 5, point + " points");
    }

    @Test
    void goingBackIsCarriedOutOnceMore() {
        berth.deploy(SHOP.formatted(1).replace("redis:1", "redis:0"));
        int point = 0;
        boolean died = true;
        while (died) {
            point++;
            died = isGoneBackAlthoughItDiesAt(point);
        }
        assertTrue(point > 20, point + " points");
    }

    /** Whether there was such a point. */
    private boolean isGoneBackAlthoughItDiesAt(int point) {
        RollbackResult order =
                berth.operations.rollback(TestBerth.SHOP, ApplicationName.of("web"), OptionalLong.empty(), "tester");
        Deployment deployment = ((RollbackResult.Started) order).deployment();
        berth.engine.faults().forgetCalls();
        berth = Crashes.at(berth, faults -> faults.at(point, Fault.CRASH));
        boolean died = berth.engine.calls().size() >= point;
        berth.settle();
        Deployment ended = berth.now(deployment);
        String at = "died at " + point + ": " + ended.message();
        assertEquals(Status.SUCCEEDED, ended.status(), at);
        assertEquals("sha256:redis:0 RUNNING, sha256:web:%d RUNNING".formatted((point + 1) % 2), images(), at);
        assertEquals(
                List.of(berth.instance("web").name()),
                berth.routes
                        .routes(TestBerth.SHOP, ApplicationName.of("web"))
                        .orElseThrow()
                        .instances(),
                at);
        assertEquals(
                "present " + deployment.id() + ", one earlier",
                "present "
                        + berth.operations
                                .releases(TestBerth.SHOP, ApplicationName.of("web"))
                                .get(0)
                                .deployment()
                        + ", " + (berth.store.earlier().all(TestBerth.SHOP).size() == 1 ? "one earlier" : "not one"),
                at);
        return died;
    }

    /** Whether there was such a point. */
    private boolean isCarriedOutAlthoughItDiesAt(int point, String definition, String images) {
        Deployment deployment = TestBerth.started(berth.apply(definition.formatted(point)));
        berth.engine.faults().forgetCalls();
        berth = Crashes.at(berth, faults -> faults.at(point, Fault.CRASH));
        boolean died = berth.engine.calls().size() >= point;
        berth.settle();
        Deployment ended = berth.now(deployment);
        assertEquals(Status.SUCCEEDED, ended.status(), "died at " + point + ": " + ended.message());
        assertEquals(images.formatted(point), images(), "died at " + point);
        assertEquals(
                berth.instances("web").stream().map(ObservedInstance::name).toList(),
                berth.routes
                        .routes(TestBerth.SHOP, ApplicationName.of("web"))
                        .orElseThrow()
                        .instances());
        return died;
    }
}
