package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.Script;
import dev.berth.core.project.ApplicationName;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One application takes over from another one of its project. */
final class HandOverTest {
    private static final String REDIS =
            """
            project: shop
            applications:
              redis: {image: "redis:7", volumes: [data:/data]}
            """;
    private static final String CACHE = REDIS.replace("redis:", "cache:").replace("cache:7", "redis:7");

    private static final String OLD =
            """
            project: shop
            applications:
              new: {image: "new:1", port: 80}
              old: {image: "old:1", port: 80, domain: {host: shop.example, https: false}}
            """;
    private static final String NEW =
            """
            project: shop
            applications:
              new: {image: "new:2", port: 80, domain: {host: shop.example, https: false}}
              old: {image: "old:1", port: 80}
            """;

    @TempDir
    private Path data;

    @Test
    void aNewNameTakesTheVolumeOnceTheOldOneIsStopped() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.deploy(REDIS);
            berth.machine.faults().afterEach(() -> assertTrue(alive(berth) <= 1, "they write side by side"));
            Deployment renamed = berth.deploy(CACHE);
            assertEquals(Status.SUCCEEDED, renamed.status(), renamed.message());
            assertEquals("cache running", berth.running());
        }
    }

    @Test
    void whatMadeRoomIsBackWhenItsSuccessorFails() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.deploy(REDIS);
            berth.engine.script("redis:8", Script.exits(1));
            berth.machine.faults().afterEach(() -> assertTrue(alive(berth) <= 1, "they write side by side"));
            assertEquals(
                    Status.FAILED,
                    berth.deploy(CACHE.replace("redis:7", "redis:8")).status());
            assertEquals("redis running", berth.running());
        }
    }

    @Test
    void whatWasTakenOverFromDoesNotComeBackWhenSomethingElseFails() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.deploy(REDIS);
            berth.engine.script("web:1", Script.exits(1));
            berth.machine.faults().afterEach(() -> assertTrue(alive(berth) <= 1, "they write side by side"));
            assertEquals(
                    Status.FAILED,
                    berth.deploy(CACHE + "  web: {image: \"web:1\", depends_on: [cache]}\n")
                            .status());
            assertEquals("cache running", berth.running());
        }
    }

    @Test
    void aPortMovesToAnotherName() {
        try (TestBerth berth = TestBerth.in(data)) {
            String web = "project: shop\napplications:\n  web: {image: \"web:1\", ports: [\"8080:80\"]}\n";
            berth.deploy(web);
            Deployment renamed = berth.deploy(web.replace("web: {", "site: {"));
            assertEquals(Status.SUCCEEDED, renamed.status(), renamed.message());
            assertEquals("site running", berth.running());
        }
    }

    @Test
    void aHostIsServedAllTheTimeWhileItMoves() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.deploy(OLD);
            berth.machine.faults().afterEach(() -> assertTrue(isServed(berth), "nothing answers"));
            Deployment moved = berth.deploy(NEW);
            assertEquals(Status.SUCCEEDED, moved.status(), moved.message());
            assertEquals("[shop-new-1]", berth.routed("new"));
            assertEquals("nowhere", berth.routed("old"));
        }
    }

    @Test
    void aHostGoesOnBeingServedWhenWhatItMovesToFails() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.deploy(OLD);
            berth.engine.script("new:2", Script.neverHealthy());
            berth.machine.faults().afterEach(() -> assertTrue(isServed(berth), "nothing answers"));
            Deployment failed = berth.deploy(NEW);
            assertEquals(Status.FAILED, failed.status());
            String why = failed.outcomes().get(1).message();
            assertTrue(
                    why.startsWith("not attempted, because new did not succeed; the release shop-old-"),
                    failed.outcomes().toString());
            assertEquals("[shop-old-1]", berth.routed("old"));
            assertEquals("nowhere", berth.routed("new"));
        }
    }

    private static long alive(TestBerth berth) {
        return berth.engine.seen(TestBerth.SHOP).instances().stream()
                .filter(i -> i.isRunning() && i.writesVolume())
                .count();
    }

    private static boolean isServed(TestBerth berth) {
        List<ObservedInstance> all = berth.engine.seen(TestBerth.SHOP).instances();
        return Stream.of("old", "new")
                .flatMap(name -> berth.routes.routes(TestBerth.SHOP, ApplicationName.of(name)).stream())
                .filter(routes -> routes.domains().get(0).host().equals("shop.example"))
                .flatMap(routes -> routes.instances().stream())
                .anyMatch(led -> all.stream().anyMatch(i -> i.name().equals(led) && i.isRunning()));
    }
}
