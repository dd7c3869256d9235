package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.Script;
import java.nio.file.Path;
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

    private static long alive(TestBerth berth) {
        return berth.engine.seen(TestBerth.SHOP).instances().stream()
                .filter(i -> i.isRunning() && i.writesVolume())
                .count();
    }
}
