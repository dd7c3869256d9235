package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.Script;
import dev.berth.core.operate.ApplicationStatus.State;
import dev.berth.core.operate.ApplyResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployingTest {
    static final String SHOP =
            """
            project: shop
            applications:
              web:
                image: web:1
                port: 8000
                domain: shop.localhost
                env: {COLOUR: red}
                depends_on: [redis]
              redis:
                image: redis:7
                volumes: [data:/data]
            """;

    @TempDir
    Path data;

    @Test
    void anApplyRunsWhatTheFileSays() {
        try (TestBerth berth = TestBerth.in(data)) {
            Deployment deployment = berth.deploy(SHOP);
            assertEquals(Status.SUCCEEDED, deployment.status(), deployment.message());
            assertEquals("redis running, web running", berth.running());
            assertEquals(
                    State.RUNNING,
                    berth.status("web").state(),
                    berth.status("web").toString());
            assertEquals(
                    List.of("http://shop.localhost:8080"), berth.status("web").urls());
        }
    }

    @Test
    void theSameApplyAgainTouchesNothing() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.deploy(SHOP);
            List<String> calls = berth.engine.calls();
            long rows = berth.store.database().changes();
            assertInstanceOf(ApplyResult.Unchanged.class, berth.apply(SHOP));
            berth.settle();
            assertEquals(calls, berth.engine.calls());
            assertEquals(rows, berth.store.database().changes());
        }
    }

    @Test
    void aFailingReleaseLeavesTheOldOneServing() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.deploy(SHOP);
            String before = berth.instance("web").name().toString();
            berth.engine.script("web:2", Script.exits(3, "no database here"));
            Deployment deployment = berth.deploy(SHOP.replace("web:1", "web:2"));
            assertEquals(Status.FAILED, deployment.status());
            assertEquals(before, berth.instance("web").name().toString());
            assertEquals("redis running, web running", berth.running());
            assertEquals(State.RUNNING, berth.status("web").state());
        }
    }
}
