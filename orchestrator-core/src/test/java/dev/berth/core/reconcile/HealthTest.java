package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.Script;
import dev.berth.core.operate.ApplicationStatus.State;
import dev.berth.core.operate.Definition;
import dev.berth.core.release.InstanceName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs but fails its health check gets no requests and is replaced. */
final class HealthTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web:
                image: web:1
                port: 8000
                domain: {host: shop.localhost, https: false}
                replicas: 1
                healthcheck: {http: /health, interval: 5s, retries: 3, start_period: 0s}
            """;

    @TempDir
    private Path data;

    private TestBerth berth;

    @AfterEach
    void close() {
        berth.close();
    }

    private void running(String definition) {
        berth = TestBerth.in(data);
        berth.deploy(definition);
        berth.pass(Duration.ofSeconds(5));
    }

    private String health() {
        return berth.status("web").health();
    }

    private InstanceName sicken() {
        InstanceName name = berth.instance("web").name();
        berth.engine.sick(name, true);
        return name;
    }

    @Test
    void afterSoManyFailuresInARowItIsReplacedStartFirst() {
        running(SHOP);
        assertEquals("healthy", health());
        sicken();
        berth.engine.faults().forgetCalls();
        berth.pass(Duration.ofSeconds(10));
        assertEquals("healthy", health());
        assertEquals("[shop-web-1]", berth.routed("web"));
        berth.pass(Duration.ofSeconds(5));
        assertEquals("[shop-web-2]", berth.routed("web"));
        assertEquals("web running", berth.running());
        assertTrue(
                berth.told()
                        .endsWith("healed: shop-web-2 started (its health check failed 3 times: scripted to fail)"
                                + " after 0.0 s\n"),
                berth.told());
        berth.pass(Duration.ofSeconds(5));
        assertEquals("healthy", health());
    }

    @Test
    void oneThatPassesAgainInTimeIsLeftAlone() {
        running(SHOP);
        InstanceName web = sicken();
        berth.pass(Duration.ofSeconds(10));
        berth.engine.sick(web, false);
        berth.pass(Duration.ofSeconds(5));
        sicken();
        berth.pass(Duration.ofSeconds(10));
        assertEquals("[shop-web-1]", berth.routed("web"));
        assertEquals("healthy", health());
    }

    @Test
    void failuresDuringTheStartPeriodDoNotCount() {
        running(SHOP.replace("start_period: 0s", "start_period: 60s"));
        berth = berth.restarted();
        sicken();
        berth.pass(Duration.ofSeconds(59));
        assertEquals("starting", health());
        assertEquals("[shop-web-1]", berth.routed("web"));
        berth.pass(Duration.ofSeconds(20));
        assertEquals("[shop-web-2]", berth.routed("web"));
    }

    @Test
    void aReplacementThatDoesNotBecomeHealthyEitherLeavesTheOldOneThere() {
        running(SHOP);
        InstanceName old = sicken();
        berth.engine.script("web:1", Script.neverHealthy());
        berth.pass(Duration.ofSeconds(16));
        assertEquals(old, berth.instance("web").name());
        assertEquals("web running", berth.running());
        assertEquals("unhealthy", health());
        assertEquals(State.FAILED, berth.status("web").state());
        assertTrue(
                berth.status("web").message().contains("was not healthy within 60 s"),
                berth.status("web").message());
        berth.engine.script("web:1", Script.healthy());
        berth.pass(Duration.ofSeconds(16));
        assertEquals("[shop-web-2]", berth.routed("web"));
        assertEquals("", berth.status("web").message());
    }

    @Test
    void theSickOneOfTwoGetsNoRequestsUntilItIsReplaced() {
        running(SHOP.replace("replicas: 1", "replicas: 2"));
        sicken();
        berth.engine.script("web:1", Script.exits(1));
        berth.pass(Duration.ofSeconds(16));
        assertEquals("[shop-web-2]", berth.routed("web"));
        assertEquals(State.DEGRADED, berth.status("web").state());
        berth.engine.script("web:1", Script.healthy());
        berth.pass(Duration.ofSeconds(16));
        assertEquals("[shop-web-2, shop-web-3]", berth.routed("web"));
        assertEquals(State.RUNNING, berth.status("web").state());
    }

    @Test
    void oneThatIsCutOffFromItsNetworkIsConnectedAndNotReplaced() {
        running(SHOP);
        for (int i = 0; i < 5; i++) {
            berth.pass(Duration.ofSeconds(1 << i >> 1));
            berth.meddle("web", Meddling.OUT_OF_MEMORY);
        }
        InstanceName web = berth.instance("web").name();
        berth.meddle("web", Meddling.DISCONNECT);
        assertFalse(berth.instance("web").attached());
        berth.pass(Duration.ofSeconds(40));
        assertEquals(
                List.of(web),
                berth.instances("web").stream().map(ObservedInstance::name).toList());
        assertTrue(berth.instance("web").attached());
    }

    @Test
    void anOrderDoesNotLeadRequestsBackToASickOne() {
        running(SHOP.replace("replicas: 1", "replicas: 2"));
        sicken();
        berth.engine.script("web:1", Script.exits(1));
        berth.pass(Duration.ofSeconds(16));
        berth.operations.apply(
                TestBerth.SHOP,
                new Definition(
                        "shop.yml", SHOP.replace("replicas: 1", "replicas: 2").replace("5s", "6s"), Map.of()),
                OptionalLong.empty(),
                true,
                false,
                "tester");
        berth.fleet.turn();
        assertEquals("[shop-web-2]", berth.routed("web"));
    }

    @Test
    void anApplyOfTheSameWhileOneIsSickChangesNothing() {
        running(SHOP.replace("replicas: 1", "replicas: 2"));
        sicken();
        berth.engine.script("web:1", Script.exits(1));
        berth.pass(Duration.ofSeconds(16));
        berth.engine.faults().forgetCalls();
        berth.apply(SHOP.replace("replicas: 1", "replicas: 2"));
        assertEquals(List.of(), berth.engine.calls());
    }
}
