package dev.berth.core.deploy;

import static dev.berth.core.deploy.World.project;
import static dev.berth.core.project.ApplicationBuilder.application;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.plan.Planner;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.Project;
import org.junit.jupiter.api.Test;

/** What somebody changed at the engine without ending anything is named and put back. */
final class DriftPlanTest {
    private final World world = new World();
    private final Project shop = world.running(project(web()));

    private static ApplicationBuilder web() {
        return application("web").image("web:1").domain("shop.test");
    }

    private void meddle(Meddling what) {
        world.engine.meddle(world.instance(shop, "web", 1), what);
    }

    @Test
    void aRenamedInstanceGetsItsNameBackAndKeepsItsTraffic() {
        meddle(Meddling.RENAME);
        assertHealing(
                """
                web:
                  restore the name of shop-web-aaaaaaaa-1  (somebody renamed it to renamed)
                """);
    }

    @Test
    void anInstanceOnAnotherNetworkIsTakenOffIt() {
        meddle(Meddling.CONNECT_ELSEWHERE);
        assertHealing(
                """
                web:
                  disconnect shop-web-aaaaaaaa-1 from network elsewhere  (somebody connected it; only its project's network is its own)
                """);
    }

    @Test
    void changedLimitsArePutBack() {
        meddle(Meddling.CHANGE_LIMITS);
        assertHealing(
                """
                web:
                  update shop-web-aaaaaaaa-1  (somebody changed its limits on the engine)
                """);
    }

    @Test
    void aChangedRestartPolicyIsPutBack() {
        meddle(Meddling.CHANGE_RESTART_POLICY);
        assertHealing(
                """
                web:
                  update shop-web-aaaaaaaa-1  (somebody changed its restart policy on the engine to on-failure:7)
                """);
    }

    @Test
    void whatIsStartedAgainIsOnNoOtherNetworkBefore() {
        meddle(Meddling.RENAME);
        meddle(Meddling.CONNECT_ELSEWHERE);
        meddle(Meddling.CHANGE_RESTART_POLICY);
        meddle(Meddling.KILL);
        assertHealing(
                """
                web:
                  disconnect shop-web-aaaaaaaa-1 from network elsewhere  (somebody connected it; only its project's network is its own)
                  start shop-web-aaaaaaaa-1                              (its container had stopped (exit code 137))
                  await healthy shop-web-aaaaaaaa-1                      (before it gets traffic)
                  update shop-web-aaaaaaaa-1                             (somebody changed its restart policy on the engine to on-failure:7)
                  restore the name of shop-web-aaaaaaaa-1                (somebody renamed it to renamed)
                """);
    }

    @Test
    void anOrderMendsItToo() {
        meddle(Meddling.RENAME);
        meddle(Meddling.CONNECT_ELSEWHERE);
        assertEquals(
                """
                web:
                  disconnect shop-web-aaaaaaaa-1 from network elsewhere  (somebody connected it; only its project's network is its own)
                  restore the name of shop-web-aaaaaaaa-1                (somebody renamed it to renamed)
                """,
                world.text(world.plan(shop)));
    }

    @Test
    void aRenamedPredecessorOfANewReleaseGoesWithoutItsName() {
        meddle(Meddling.RENAME);
        world.deployed(project(web().env("A", "b")));
        assertEquals(1, world.engine.observe(World.SHOP).instances().size());
        assertHealing("");
    }

    private void assertHealing(String expected) {
        assertEquals(expected, world.text(Planner.plan(world.healing())));
        world.heal();
        assertEquals("", Planner.plan(world.healing()).toString());
    }
}
