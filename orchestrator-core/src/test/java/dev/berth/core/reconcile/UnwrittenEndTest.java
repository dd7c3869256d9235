package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.Faults.Fault;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment that is over while nothing can be written down is not carried out once more. */
final class UnwrittenEndTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web: {image: web:1, port: 8000}
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

    /** The disk is full from the last change on that the deployment makes. */
    private Deployment fullAtTheEnd() {
        berth.engine.faults().afterEach(() -> {
            List<String> calls = berth.engine.calls();
            if (calls.get(calls.size() - 1).startsWith("update ")) {
                berth.engine.faults().on("commit", Fault.REFUSED);
            }
        });
        Deployment deployment = berth.deploy(SHOP);
        berth.engine.faults().afterEach(() -> {});
        return deployment;
    }

    private long starts() {
        return berth.engine.calls().stream().filter(c -> c.startsWith("start ")).count();
    }

    @Test
    void itsEndIsWrittenAsSoonAsThatIsPossible() {
        Deployment deployment = fullAtTheEnd();
        assertFalse(deployment.status().isFinal());
        berth.pass(Duration.ofMinutes(2));
        assertTrue(
                berth.status("web").message().contains("the disk is full"),
                berth.status("web").message());
        berth.engine.faults().none();
        berth.pass(Duration.ofSeconds(5));
        assertEquals(
                Status.SUCCEEDED,
                berth.now(deployment).status(),
                berth.now(deployment).message());
        assertEquals(1, starts());
        assertEquals(
                1,
                berth.operations.events(deployment.id(), 0).stream()
                        .filter(e -> e.toString().contains("Planned"))
                        .count());
        assertEquals("", berth.status("web").message());
        assertEquals(
                Status.SUCCEEDED,
                berth.carriedOut(berth.operations::restart, "web").status());
    }

    @Test
    void whatDiesMeanwhileIsHealed() {
        fullAtTheEnd();
        berth.meddle("web", Meddling.KILL);
        berth.pass(Duration.ofSeconds(1));
        assertEquals("web running", berth.running());
    }
}
