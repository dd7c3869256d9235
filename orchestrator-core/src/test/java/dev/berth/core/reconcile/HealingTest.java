package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.Faults.Fault;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.operate.ApplicationStatus.State;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.Project;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.FingerprintKey;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.Release;
import dev.berth.core.release.ResolveContext;
import dev.berth.core.release.Resolver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody does behind Berth's back, it is put right, at once the first time. */
final class HealingTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web:
                image: web:1
                port: 8000
                domain: {host: shop.localhost, https: false}
                depends_on: [redis]
              redis:
                image: redis:7
                volumes: [data:/data]
            """;

    @TempDir
    private Path data;

    private TestBerth berth;

    @BeforeEach
    void theShopRuns() {
        berth = TestBerth.in(data);
        berth.deploy(SHOP);
        assertAllIsWell();
        berth.engine.faults().forgetCalls();
    }

    @AfterEach
    void close() {
        berth.close();
    }

    private void assertAllIsWell() {
        assertEquals("redis running, web running", berth.running());
        assertTrue(berth.engine.observe(TestBerth.SHOP).proxyJoined());
        assertTrue(berth.instance("web").attached() && berth.instance("web").answersToApplication());
        assertEquals("[shop-web-1]", berth.routed("web"));
        assertEquals(
                State.RUNNING, berth.status("web").state(), berth.status("web").toString());
        assertEquals("", berth.status("web").message());
    }

    /** What was told since the deployment. */
    private String told() {
        return berth.told().replaceFirst("(?s).*succeeded[^\n]*\n", "");
    }

    @Test
    void aKilledInstanceIsStartedAgain() {
        berth.meddle("web", Meddling.KILL);
        assertAllIsWell();
        assertEquals("healed: shop-web-1 had stopped (exit code 137): started again after 0.0 s\n", told());
    }

    @Test
    void aRemovedInstanceIsMadeAgain() {
        berth.meddle("redis", Meddling.REMOVE);
        assertAllIsWell();
        assertEquals("healed: shop-redis-1 started (its container is gone) after 0.0 s\n", told());
    }

    @Test
    void aPausedInstanceGoesOn() {
        berth.meddle("web", Meddling.PAUSE);
        assertAllIsWell();
        assertEquals("healed: shop-web-1 was paused: started again after 0.0 s\n", told());
    }

    @Test
    void aDisconnectedInstanceIsConnectedAgain() {
        berth.meddle("web", Meddling.DISCONNECT);
        assertAllIsWell();
        assertEquals(
                "healed: shop, web: attach shop-web-1 as web  (it was disconnected from its network): done after 0.0 s\n",
                told());
    }

    @Test
    void aLostNetworkIsMadeAgainWithEverythingOnIt() {
        berth.engine.loseNetwork(TestBerth.SHOP);
        berth.lookAround();
        assertAllIsWell();
        assertTrue(berth.instance("redis").attached());
    }

    @Test
    void aLostVolumeIsMadeAgain() {
        berth.engine.loseVolume("shop_data");
        berth.lookAround();
        assertAllIsWell();
        assertTrue(berth.engine.observe(TestBerth.SHOP).volumes().contains("shop_data"));
    }

    @Test
    void aLostImageIsGotAgainWhenItIsNeeded() {
        berth.engine.loseImage("web:1");
        berth.lookAround();
        assertEquals(List.of(), berth.engine.calls());
        berth.meddle("web", Meddling.REMOVE);
        assertAllIsWell();
        assertTrue(berth.engine.calls().contains("provideImage web:1"));
    }

    @Test
    void aProxyCutOffFromTheProjectIsLedBack() {
        berth.engine.disconnectProxy(TestBerth.SHOP);
        berth.lookAround();
        assertAllIsWell();
        assertEquals(
                "healed: shop, reverse proxy: join proxy to network shop  (web has a domain): done after 0.0 s\n",
                told());
    }

    @Test
    void lostRoutesArePublishedAgain() {
        berth.routes.lose(TestBerth.SHOP);
        berth.lookAround();
        assertAllIsWell();
    }

    @Test
    void everythingAtOnceIsPutRightAtOnce() {
        berth.engine.meddle(berth.instance("web").name(), Meddling.KILL);
        berth.engine.meddle(berth.instance("redis").name(), Meddling.REMOVE);
        berth.engine.loseNetwork(TestBerth.SHOP);
        berth.engine.loseVolume("shop_data");
        berth.routes.lose(TestBerth.SHOP);
        berth.settle();
        assertAllIsWell();
    }

    @Test
    void whatHappenedWhileTheDaemonWasDeadIsPutRightAtItsStart() {
        berth.engine.meddle(berth.instance("web").name(), Meddling.REMOVE);
        berth.engine.meddle(berth.instance("redis").name(), Meddling.KILL);
        berth = berth.restarted();
        assertAllIsWell();
    }

    @Test
    void anEventThatWasLostIsMadeUpForByTheNextLookAtEverything() {
        berth.engine.deafen();
        berth.meddle("web", Meddling.KILL);
        assertEquals("redis running, web exited", berth.running());
        berth.lookAround();
        assertAllIsWell();
    }

    @Test
    void aLookThatBeganBeforeTheLastEventIsNotBelieved() {
        ProjectLane lane = berth.lane();
        long since = lane.changes();
        ObservedState old = berth.engine.observe(TestBerth.SHOP);
        berth.engine.meddle(berth.instance("web").name(), Meddling.KILL);
        lane.look();
        lane.look(since, old);
        lane.turn();
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void somethingElseThatStandsInTheWayIsSaidAndTheRestIsHealed() {
        InstanceName web = berth.instance("web").name();
        berth.engine.meddle(web, Meddling.REMOVE);
        berth.engine.occupy(web);
        berth.meddle("redis", Meddling.KILL);
        assertEquals("redis running", berth.running());
        assertEquals(
                "healed: shop-redis-1 had stopped (exit code 137): started again after 0.0 s\n"
                        + "failed: could not be healed: shop-web-1 is not ours\n",
                told());
        assertEquals(State.FAILED, berth.status("web").state());
        assertTrue(berth.status("web").message().contains("is not ours; tried again at "));
    }

    @Test
    void whatCannotBeTakenAwayHoldsNothingUp() {
        berth.engine.faults().on("remove shop-stray", Fault.REFUSED);
        startStray();
        berth.settle();
        berth.meddle("web", Meddling.KILL);
        berth.meddle("redis", Meddling.KILL);
        assertEquals("redis running, stray exited, web running", berth.running());
        assertTrue(told().contains("failed: could not be healed: made to fail: remove shop-stray"), told());
    }

    /** Something of this project that nobody knows. */
    private void startStray() {
        Project unknown = new Project(
                TestBerth.SHOP,
                Map.of(),
                List.of(ApplicationBuilder.application("stray").image("web:1").get()),
                Map.of());
        Release release = Resolver.resolve(
                        unknown,
                        new ResolveContext(Map.of(), Map.of(), Map.of(), FingerprintKey.of(new byte[32]), Set.of()))
                .applications()
                .get(0)
                .release();
        berth.engine.start(new InstanceStart(release.instance(1), release, Resources.DEFAULT, new Restart.No(), false));
    }
}
