package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.Script;
import dev.berth.core.operate.ApplyResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is so already is left alone: no call on the engine, no write of a route, no row of the store. */
final class IdempotenceTest {
    private static final String SHOP =
            """
            project: shop
            env: {COLOUR: red}
            applications:
              web:
                image: web:1
                port: 8000
                domain: {host: shop.localhost, https: false}
                replicas: 2
                env: {COLOUR: "${{project.COLOUR}}", MODE: a}
                depends_on: [redis, init]
                healthcheck: {http: /health, interval: 5s}
                resources: {memory: 64M}
              redis:
                image: redis:7
                volumes: ["data:/data"]
                restart: on-failure:3
              init: {image: "init:1", job: true}
            """;
    private static final String THE_SAME_WRITTEN_OTHERWISE =
            """
            # The shop, as JSON users like it.
            applications:
              init: {job: true, image: "init:1"}
              redis: {restart: on-failure:3, volumes: ["data:/data"], image: redis:7}
              web:
                resources: {memory: 65536K}
                healthcheck: {interval: 5000ms, http: /health}   # in milliseconds
                depends_on: [init, redis]
                env:
                  - MODE=a
                  - "COLOUR=${{project.COLOUR}}"
                replicas: 2
                domains:
                  - https: false
                    host: shop.localhost
                port: "8000"
                image: web:1
            env: {COLOUR: red}
            project: shop
            """;

    @TempDir
    private Path data;

    private TestBerth berth;

    @BeforeEach
    void theShopRuns() {
        berth = TestBerth.in(data);
        berth.engine.script("init:1", Script.exits(0));
        Deployment deployment = berth.deploy(SHOP);
        assertEquals(Deployment.Status.SUCCEEDED, deployment.status(), deployment.message());
        berth.pass(Duration.ofSeconds(10));
        berth.engine.faults().forgetCalls();
    }

    @AfterEach
    void close() {
        berth.close();
    }

    private void assertNothingIsDoneBy(Runnable action) {
        berth.engine.faults().forgetCalls();
        long rows = berth.store.database().changes();
        action.run();
        berth.settle();
        assertEquals(List.of(), berth.engine.calls());
        assertEquals(rows, berth.store.database().changes());
    }

    private void assertUnchanged(String definition) {
        assertInstanceOf(ApplyResult.Unchanged.class, berth.apply(definition));
    }

    @Test
    void theSameApplyAgainDoesNothing() {
        assertNothingIsDoneBy(() -> assertUnchanged(SHOP));
    }

    @Test
    void theSameWrittenOtherwiseIsOnlyRemembered() {
        long rows = berth.store.database().changes();
        assertUnchanged(THE_SAME_WRITTEN_OTHERWISE);
        berth.settle();
        assertEquals(List.of("commit"), berth.engine.calls());
        assertEquals(rows + 2, berth.store.database().changes(), "the revision, and who sent it");
        assertEquals(
                THE_SAME_WRITTEN_OTHERWISE,
                berth.operations.definition(TestBerth.SHOP).orElseThrow().text());
        assertEquals(
                1,
                berth.operations
                        .deployments(java.util.Optional.empty(), java.util.Optional.empty(), 10)
                        .size());
        assertNothingIsDoneBy(() -> assertUnchanged(THE_SAME_WRITTEN_OTHERWISE));
    }

    @Test
    void aPlanOfTheSameIsEmptyAndDoesNothing() {
        assertNothingIsDoneBy(() -> {
            ApplyResult planned = berth.operations.plan(
                    TestBerth.SHOP, new dev.berth.core.operate.Definition("shop.yml", SHOP, java.util.Map.of()));
            assertEquals("", ((ApplyResult.Planned) planned).plan().toString());
        });
    }

    @Test
    void healingAndALookAtEverythingDoNothing() {
        assertNothingIsDoneBy(() -> berth.fleet.look(TestBerth.SHOP));
        assertNothingIsDoneBy(berth.fleet::lookAround);
        assertNothingIsDoneBy(() -> berth.pass(Duration.ofMinutes(5)));
    }

    @Test
    void theNextDaemonDoesNothing() {
        berth = berth.restarted();
        berth.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), berth.engine.calls());
        assertNothingIsDoneBy(() -> assertUnchanged(SHOP));
    }

    @Test
    void anEngineThatWasAwayFindsNothingToDo() {
        assertNothingIsDoneBy(() -> {
            berth.engine.away(true);
            berth.settle();
            berth.engine.away(false);
        });
    }

    @Test
    void soItIsAfterEveryKindOfOrder() {
        berth.carriedOut(berth.operations::restart, "web");
        assertNothingIsDoneBy(() -> assertUnchanged(SHOP));
        berth.carriedOut(berth.operations::restart, "redis");
        assertNothingIsDoneBy(() -> assertUnchanged(SHOP));
        berth.carriedOut(berth.operations::stop, "redis");
        assertNothingIsDoneBy(() -> assertUnchanged(SHOP));
        berth.carriedOut(berth.operations::start, "redis");
        assertNothingIsDoneBy(() -> assertUnchanged(SHOP));
        berth.carriedOut(
                (project, application, actor) -> berth.operations.scale(project, application, 3, actor), "web");
        assertNothingIsDoneBy(() -> assertUnchanged(SHOP));
        berth.carriedOut(berth.operations::deploy, "web");
        assertNothingIsDoneBy(() -> assertUnchanged(SHOP));
    }

    @Test
    void soItIsAfterHealing() {
        berth.meddle("redis", Meddling.REMOVE);
        berth.engine.meddle(berth.instances("web").get(1).name(), Meddling.KILL);
        berth.engine.loseNetwork(TestBerth.SHOP);
        berth.pass(Duration.ofSeconds(10));
        assertNothingIsDoneBy(() -> assertUnchanged(SHOP));
    }

    @Test
    void soItIsAfterADeploymentThatFailed() {
        berth.engine.script("web:2", Script.exits(1));
        berth.deploy(SHOP.replace("web:1", "web:2"));
        berth.pass(Duration.ofSeconds(10));
        berth.apply(SHOP);
        assertNothingIsDoneBy(() -> assertUnchanged(SHOP));
    }
}
