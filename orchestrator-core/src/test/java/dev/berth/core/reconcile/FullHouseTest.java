package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments of many projects at once wait for each other; healing waits for none of them. */
final class FullHouseTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web: {image: "web:%d"}
            """;

    @TempDir
    private Path data;

    @Test
    void aDeploymentWithoutRoomStaysQueuedAndWhatRunsIsHealed() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.deploy(SHOP.formatted(1));
            AtomicBoolean room = new AtomicBoolean();
            ProjectLane lane = berth.lane(room::get);
            Deployment deployment = TestBerth.started(berth.apply(SHOP.formatted(2)));
            berth.engine.meddle(berth.instance("web").name(), Meddling.KILL);
            Duration pause = lane.turn();
            assertEquals("web running", berth.running());
            assertEquals(Status.QUEUED, berth.now(deployment).status());
            assertEquals(Duration.ofMillis(250), pause);

            room.set(true);
            assertEquals(Duration.ZERO, lane.turn());
            assertEquals(Status.SUCCEEDED, berth.now(deployment).status());
        }
    }
}
