package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.Script;
import dev.berth.core.operate.ApplyResult;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images are looked at again only on order, and only another one makes a new release. */
final class SecondLookTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web: {image: "web:latest"}
              redis: {image: "redis:7"}
            """;

    @TempDir
    private Path data;

    private TestBerth berth;

    @BeforeEach
    void theShopRuns() {
        berth = TestBerth.in(data);
        berth.deploy(SHOP);
        berth.engine.faults().forgetCalls();
    }

    @AfterEach
    void close() {
        berth.close();
    }

    private Deployment deployed(String application) {
        return berth.carriedOut(berth.operations::deploy, application);
    }

    private String image(String application) {
        return berth.instance(application).imageId();
    }

    private long generation() {
        return berth.store.generations().of(TestBerth.SHOP, "web:latest");
    }

    @Test
    void theSameImageMakesNoNewRelease() {
        String before = berth.instance("web").name().toString();
        Deployment deployment = deployed("web");
        assertEquals("everything was so already", deployment.message());
        assertEquals(before, berth.instance("web").name().toString());
        assertEquals(0, generation());
        assertTrue(berth.engine.calls().contains("provideImage web:latest"));
    }

    @Test
    void anotherImageMakesANewRelease() {
        String before = berth.instance("web").name().toString();
        berth.engine.pushed("web:latest", "sha256:new");
        Deployment deployment = deployed("web");
        assertEquals("done: web", deployment.message());
        assertEquals("sha256:new", image("web"));
        assertTrue(!before.equals(berth.instance("web").name().toString()));
        assertEquals(1, generation());
        assertEquals("everything was so already", deployed("web").message());
        assertInstanceOf(ApplyResult.Unchanged.class, berth.apply(SHOP));
    }

    @Test
    void onlyTheOneThatWasOrderedIsLookedAt() {
        berth.engine.pushed("web:latest", "sha256:new");
        berth.engine.pushed("redis:7", "sha256:newer");
        deployed("redis");
        assertEquals("sha256:web:latest", image("web"));
        assertEquals("sha256:newer", image("redis"));
    }

    @Test
    void anApplyThatLooksAgainLooksAtAll() {
        berth.engine.pushed("web:latest", "sha256:new");
        berth.engine.pushed("redis:7", "sha256:newer");
        TestBerth.started(berth.apply(SHOP, true));
        berth.settle();
        assertEquals("sha256:new", image("web"));
        assertEquals("sha256:newer", image("redis"));
    }

    @Test
    void anApplyLooksAtNothingAgainAndHealingKeepsTheImageThatWasProven() {
        berth.engine.pushed("web:latest", "sha256:new");
        assertInstanceOf(ApplyResult.Unchanged.class, berth.apply(SHOP));
        berth.meddle("web", Meddling.REMOVE);
        assertEquals("sha256:web:latest", image("web"));
        berth.carriedOut(berth.operations::restart, "web");
        assertEquals("sha256:web:latest", image("web"));
    }

    @Test
    void anotherImageThatIsBrokenLeavesTheProvenOneServingEvenIfThatHasToBeMadeAgain() {
        berth.engine.pushed("web:latest", "sha256:new");
        berth.engine.script("web:latest", Script.exits(5, "no luck"));
        Deployment deployment = deployed("web");
        assertEquals(Status.FAILED, deployment.status());
        assertTrue(deployment.message().contains("exit code 5"), deployment.message());
        assertEquals("redis running, web running", berth.running());
        assertEquals("sha256:web:latest", image("web"));
        berth.engine.script("web:latest", Script.healthy());
        berth.meddle("web", Meddling.REMOVE);
        assertEquals("redis running, web running", berth.running());
        assertEquals("sha256:web:latest", image("web"));
    }

    @Test
    void aRegistryThatIsAwayFailsTheOrderAndWhatRanGoesOn() {
        berth.engine.unavailable("web:latest");
        Deployment deployment = deployed("web");
        assertEquals("web: no registry has the image web:latest; what ran goes on running", deployment.message());
        assertEquals(Status.FAILED, deployment.status());
        assertEquals("redis running, web running", berth.running());
    }
}
