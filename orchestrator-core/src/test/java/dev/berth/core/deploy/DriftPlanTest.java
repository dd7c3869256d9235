package dev.berth.core.deploy;

import static dev.berth.core.deploy.World.project;
import static dev.berth.core.project.ApplicationBuilder.application;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.Script;
import dev.berth.core.plan.Planner;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.Project;
import dev.berth.core.project.Restart;
import dev.berth.core.release.InstanceName;
import java.util.List;
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
    void oneWithALimitThatTheEngineCannotUnsetGivesWayToANewOneWithoutLoss() {
        world.engine.limit(world.instance(shop, "web", 1), "cpu-shares 512");
        world.engine.limit(world.instance(shop, "web", 1), "cpuset-cpus 0");
        assertHealing(
                """
                web:
                  start shop-web-aaaaaaaa-2                   (somebody gave it cpu-shares 512, cpuset-cpus 0 on the engine, which only a new container is without)  else remove shop-web-aaaaaaaa-2
                  await healthy shop-web-aaaaaaaa-2           (before it gets traffic)
                  attach shop-web-aaaaaaaa-2 as web           (from now on siblings reach it as web)
                  publish web → shop-web-aaaaaaaa-2           (routes follow what is healthy)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  confirm routes of web                       (the proxy serves it)
                  accept shop-web-aaaaaaaa                    (proven healthy)
                  drain shop-web-aaaaaaaa-1 for at most 10 s  (what is in flight ends in peace)
                  stop shop-web-aaaaaaaa-1                    (somebody gave it cpu-shares 512, cpuset-cpus 0 on the engine, which only a new container is without)
                  remove shop-web-aaaaaaaa-1                  (somebody gave it cpu-shares 512, cpuset-cpus 0 on the engine, which only a new container is without)
                """);
        assertEquals(
                List.of(List.of()),
                world.engine.observe(World.SHOP).instances().stream()
                        .map(ObservedInstance::otherLimits)
                        .toList());
    }

    @Test
    void whatDependsOnOneThatGivesWayIsNotHeldUp() {
        Project both = world.running(
                project(web(), application("work").dependsOn("web", Dependency.Condition.SERVICE_HEALTHY)));
        world.engine.limit(world.instance(both, "web", 1), "cpu-shares 512");
        world.engine.meddle(world.instance(both, "work", 1), Meddling.KILL);
        world.heal();
        assertEquals("", Planner.plan(world.healing()).toString());
    }

    @Test
    void oneThatHasEndedForGoodIsNotMadeAnewForItsLimits() {
        Project once = world.running(project(web().restart(new Restart.No())));
        world.engine.limit(world.instance(once, "web", 1), "cpu-shares 512");
        world.engine.end(world.instance(once, "web", 1), 0);
        world.heal();
        assertHealing("");
    }

    @Test
    void aFinishedJobIsLeftAsItIsAndGoesWithItsApplicationWhateverItIsCalled() {
        world.engine.script("init:1", Script.exits(0));
        Project job = world.running(project(web(), application("init").job()));
        InstanceName init = world.instance(job, "init", 1);
        world.engine.meddle(init, Meddling.RENAME);
        world.engine.meddle(init, Meddling.CONNECT_ELSEWHERE);
        world.engine.limit(init, "cpu-shares 512");
        assertHealing("");
        world.running(project(web()));
        assertEquals(
                List.of("web"),
                world.engine.observe(World.SHOP).instances().stream()
                        .map(i -> i.name().release().application().text())
                        .toList());
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
