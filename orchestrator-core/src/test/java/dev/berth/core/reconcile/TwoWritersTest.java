package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.Faults.Fault;
import dev.berth.core.engine.Script;
import dev.berth.core.release.InstanceName;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two releases that write to one volume never run at once, not even where one cannot be taken away. */
final class TwoWritersTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              db: {image: "db:%d", volumes: [data:/data], deploy: {patience: 1s}}
            """;

    @TempDir
    private Path data;

    @Test
    void theOldOneIsStartedOnlyOnceTheFailedOneIsGone() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.deploy(SHOP.formatted(1));
            InstanceName old = berth.instance("db").name();
            berth.engine.script("db:2", Script.neverHealthy());
            Deployment deployment = TestBerth.started(berth.apply(SHOP.formatted(2)));
            berth.machine.faults().on("remove shop-db", Fault.REFUSED);
            berth.engine.faults().forgetCalls();
            berth.fleet.turn();
            assertEquals(Status.FAILED, berth.now(deployment).status());
            assertTrue(
                    berth.now(deployment).message().contains("not tried, because what it made room for may still run"),
                    berth.now(deployment).message());
            assertTrue(
                    berth.engine.calls().stream().noneMatch(call -> call.equals("start " + old)),
                    berth.engine.calls().toString());

            berth.machine.faults().none();
            berth.settle();
            assertEquals("db running", berth.running());
            assertEquals(old, berth.instance("db").name());
        }
    }
}
