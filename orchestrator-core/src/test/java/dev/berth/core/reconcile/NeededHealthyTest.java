package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.Script;
import dev.berth.core.operate.ApplicationStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What wants a sibling healthy before is not started without it, whoever starts it; what runs goes on. */
final class NeededHealthyTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              db: {image: db:1, healthcheck: {command: [ok]}}
              web: {image: web:1, port: 8000, depends_on: {db: {condition: service_healthy}}}
            """;

    @TempDir
    private Path data;

    private TestBerth berth;

    @BeforeEach
    void begin() {
        berth = TestBerth.in(data);
    }

    @AfterEach
    void close() {
        berth.close();
    }

    private void dbBreaks() {
        berth.engine.script("db:1", Script.exits(1, "no such file"));
        berth.engine.faults().forgetCalls();
        berth.engine.meddle(berth.instance("db").name(), Meddling.REMOVE);
    }

    private void dbIsMended() {
        berth.engine.script("db:1", Script.healthy());
        berth.engine.meddle(berth.instance("db").name(), Meddling.REMOVE);
    }

    private long starts(String application) {
        return berth.engine.calls().stream()
                .filter(call -> call.startsWith("start shop-" + application))
                .count();
    }

    @Test
    void afterARebootItWaitsUntilThatIsWellAndSaysSo() {
        berth.deploy(SHOP);
        dbBreaks();
        berth.engine.meddle(berth.instance("web").name(), Meddling.KILL);
        berth = berth.restarted();
        berth.pass(Duration.ofMinutes(2));
        assertTrue(starts("db") > 5, berth.engine.calls().toString());
        assertEquals(0, starts("web"));
        assertEquals(State.PENDING, berth.status("web").state());
        assertTrue(
                berth.status("web").message().startsWith("waits for db, which has to be healthy first"),
                berth.status("web").message());
        dbIsMended();
        berth.pass(Duration.ofMinutes(5));
        assertEquals("db running, web running", berth.running());
        assertEquals("", berth.status("web").message());
    }

    @Test
    void whatRunsGoesOnWhenThatGoesDown() {
        berth.deploy(SHOP);
        dbBreaks();
        berth.pass(Duration.ofMinutes(2));
        assertEquals("db exited, web running", berth.running());
        assertEquals(
                0,
                berth.engine.calls().stream()
                        .filter(c -> c.contains("shop-web-"))
                        .count());
        assertEquals(State.RUNNING, berth.status("web").state());
        assertEquals("", berth.status("web").message());
    }

    @Test
    void anOrderForItFailsWhileThatIsBroken() {
        berth.deploy(SHOP);
        dbBreaks();
        berth.settle();
        Deployment restarted = berth.carriedOut(berth.operations::restart, "web");
        assertEquals(Status.FAILED, restarted.status());
        assertTrue(restarted.message().contains("no such file"), restarted.message());
        berth.engine.pushed("web:1", "sha256:new");
        assertEquals(
                Status.FAILED, berth.carriedOut(berth.operations::deploy, "web").status());
        assertEquals("db exited, web running", berth.running());
        assertEquals(0, starts("web"));
    }

    @Test
    void anOrderForItStartsThatFirst() {
        berth.deploy(SHOP);
        berth.carriedOut(berth.operations::stop, "web");
        dbBreaks();
        berth.pass(Duration.ofMinutes(2));
        dbIsMended();
        Deployment started = berth.carriedOut(berth.operations::start, "web");
        assertEquals(Status.SUCCEEDED, started.status(), started.message());
        assertEquals("db running, web running", berth.running());
    }

    @Test
    void anOrderForItFailsWhenThatWasNeverDeployed() {
        berth.engine.script("db:1", Script.exits(1));
        berth.deploy(SHOP);
        Deployment deployed = berth.carriedOut(berth.operations::deploy, "web");
        assertEquals(
                "failed: web waits for db, which was never deployed; apply the project as a whole, or deploy that one"
                        + " first",
                deployed.status().text() + ": " + deployed.message());
        assertEquals("", berth.running());
    }
}
