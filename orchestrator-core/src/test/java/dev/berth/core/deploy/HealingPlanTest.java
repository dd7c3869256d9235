package dev.berth.core.deploy;

import static dev.berth.core.deploy.World.project;
import static dev.berth.core.project.ApplicationBuilder.application;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.engine.Script;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Project;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is done when nobody ordered anything, but something is not as it was accepted. */
final class HealingPlanTest {
    private static final ApplicationName WEB = ApplicationName.of("web");

    private final World world = new World();

    private static ApplicationBuilder web() {
        return application("web").image("web:1").domain("shop.test");
    }

    private static ApplicationBuilder redis() {
        return application("redis").image("redis:7").volume("data", "/data");
    }

    @Test
    void nothingIsDoneWhenAllIsWell() {
        world.running(project(web().replicas(2), redis()));
        assertHealing("");
    }

    @Test
    void whatHadStoppedIsStartedUnderItsNameAndKeepsItsRoute() {
        Project shop = world.running(project(web()));
        world.engine.meddle(world.instance(shop, "web", 1), Meddling.KILL);
        assertHealing(
                """
                web:
                  start shop-web-aaaaaaaa-1          (its container had stopped (exit code 137))
                  await healthy shop-web-aaaaaaaa-1  (before it gets traffic)
                """);
    }

    @Test
    void whatIsGoneIsMadeAnew() {
        Project shop = world.running(project(web().dependsOn("redis"), redis()));
        world.engine.meddle(world.instance(shop, "web", 1), Meddling.REMOVE);
        world.engine.meddle(world.instance(shop, "redis", 1), Meddling.REMOVE);
        world.engine.loseImage("redis:7");
        assertHealing(
                """
                redis:
                  pull image redis:7                   (the image is not here)
                  start shop-redis-aaaaaaaa-1          (its container is gone)
                  await healthy shop-redis-aaaaaaaa-1  (before anything relies on it)
                  accept shop-redis-aaaaaaaa           (proven healthy)
                web:
                  start shop-web-aaaaaaaa-1          (its container is gone)
                  await healthy shop-web-aaaaaaaa-1  (before it gets traffic)
                """);
    }

    @Test
    void aPausedInstanceGoesOn() {
        Project shop = world.running(project(web()));
        world.engine.meddle(world.instance(shop, "web", 1), Meddling.PAUSE);
        assertHealing(
                """
                web:
                  start shop-web-aaaaaaaa-1          (its container was paused)
                  await healthy shop-web-aaaaaaaa-1  (before it gets traffic)
                """);
    }

    @Test
    void aDisconnectedInstanceIsConnected() {
        Project shop = world.running(project(web()));
        world.engine.meddle(world.instance(shop, "web", 1), Meddling.DISCONNECT);
        assertHealing(
                """
                web:
                  attach shop-web-aaaaaaaa-1 as web  (it was disconnected from its network)
                """);
    }

    @Test
    void aLostNameIsGivenBack() {
        Project shop = world.running(project(web()));
        world.engine.attach(world.instance(shop, "web", 1), false);
        assertHealing(
                """
                web:
                  await healthy shop-web-aaaaaaaa-1  (before it gets traffic)
                  attach shop-web-aaaaaaaa-1 as web  (siblings did not reach it as web)
                """);
    }

    @Test
    void networkVolumeAndProxyComeBack() {
        world.running(project(web(), redis()));
        world.engine.loseNetwork(World.SHOP);
        world.engine.loseVolume("shop_data");
        assertHealing(
                """
                prepare project:
                  create network shop      (it is gone)
                  create volume shop_data  (it is gone)
                redis:
                  attach shop-redis-aaaaaaaa-1 as redis  (it was disconnected from its network)
                web:
                  attach shop-web-aaaaaaaa-1 as web  (it was disconnected from its network)
                reverse proxy:
                  join proxy to network shop  (web has a domain)
                """);
    }

    @Test
    void withTheProxyCutOffTheDeadOneOfTwoIsOnlyStarted() {
        Project shop = world.running(project(web().replicas(2)));
        world.engine.meddle(world.instance(shop, "web", 1), Meddling.KILL);
        world.engine.disconnectProxy(World.SHOP);
        assertHealing(
                """
                web:
                  start shop-web-aaaaaaaa-1          (its container had stopped (exit code 137))
                  await healthy shop-web-aaaaaaaa-1  (before it gets traffic)
                reverse proxy:
                  join proxy to network shop  (web has a domain)
                """);
    }

    @Test
    void theDeadOneOfTwoLosesItsTrafficUntilItIsBack() {
        Project shop = world.running(project(web().replicas(2)));
        world.engine.meddle(world.instance(shop, "web", 1), Meddling.KILL);
        assertHealing(
                """
                web:
                  publish web → shop-web-aaaaaaaa-2                       (takes out what does not answer)  else publish web → shop-web-aaaaaaaa-2, confirm routes of web
                  confirm routes of web                                   (the proxy serves it)
                  start shop-web-aaaaaaaa-1                               (its container had stopped (exit code 137))
                  await healthy shop-web-aaaaaaaa-1                       (before it gets traffic)
                  publish web → shop-web-aaaaaaaa-1, shop-web-aaaaaaaa-2  (routes follow what is healthy)  else publish web → shop-web-aaaaaaaa-2, confirm routes of web
                  confirm routes of web                                   (the proxy serves it)
                """);
    }

    @Test
    void changedLimitsArePutBack() {
        Project shop = world.running(project(web()));
        world.engine.update(
                world.instance(shop, "web", 1),
                new Resources(OptionalLong.of(1), OptionalDouble.empty(), 1),
                Restart.UNLESS_STOPPED);
        assertHealing(
                """
                web:
                  update shop-web-aaaaaaaa-1  (somebody changed its limits on the engine)
                """);
    }

    @Test
    void anUnhealthyOneOfTwoIsReplacedAndGetsNoTraffic() {
        Project shop = world.running(project(web().replicas(2)));
        InstanceName sick = world.instance(shop, "web", 2);
        assertEquals(
                """
                web:
                  publish web → shop-web-aaaaaaaa-1                       (takes out what does not answer)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  confirm routes of web                                   (the proxy serves it)
                  start shop-web-aaaaaaaa-3                               (its health check failed: GET / answered 500)  else remove shop-web-aaaaaaaa-3
                  await healthy shop-web-aaaaaaaa-3                       (before it gets traffic)
                  attach shop-web-aaaaaaaa-3 as web                       (from now on siblings reach it as web)
                  publish web → shop-web-aaaaaaaa-1, shop-web-aaaaaaaa-3  (routes follow what is healthy)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  confirm routes of web                                   (the proxy serves it)
                  accept shop-web-aaaaaaaa                                (proven healthy)
                  drain shop-web-aaaaaaaa-2 for at most 10 s              (what is in flight ends in peace)
                  stop shop-web-aaaaaaaa-2                                (its health check failed: GET / answered 500)
                  remove shop-web-aaaaaaaa-2                              (its health check failed: GET / answered 500)
                """,
                world.text(Planner.plan(world.healing()
                        .withUnhealthy(Set.of(sick))
                        .withReplace(Map.of(sick, "its health check failed: GET / answered 500")))));
    }

    @Test
    void aHeldApplicationOnlyLosesTheTrafficOfItsDead() {
        Project shop = world.running(project(web().replicas(2)));
        world.engine.meddle(world.instance(shop, "web", 1), Meddling.KILL);
        Map<ApplicationName, String> held = Map.of(WEB, "started 3 times; the next try is in 20 s");
        assertEquals(
                """
                web:
                  publish web → shop-web-aaaaaaaa-2  (takes out what does not answer)  else publish web → shop-web-aaaaaaaa-2, confirm routes of web
                  confirm routes of web              (the proxy serves it)
                """,
                world.text(Planner.plan(world.healing().withHeld(held))));
        world.engine.meddle(world.instance(shop, "web", 2), Meddling.KILL);
        assertEquals("", world.text(Planner.plan(world.healing().withHeld(held))));
    }

    @Test
    void withRestartNoAnEndIsFinalUntilTheNextApply() {
        Project shop = world.running(project(web().restart(new Restart.No())));
        world.engine.meddle(world.instance(shop, "web", 1), Meddling.KILL);
        assertHealing(
                """
                web:
                  withdraw routes of web  (routes follow what is healthy)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                """);
        world.heal();
        assertHealing("");
        assertEquals(
                """
                web:
                  start shop-web-aaaaaaaa-1          (its container had stopped (exit code 137))
                  await healthy shop-web-aaaaaaaa-1  (before it gets traffic)
                  publish web → shop-web-aaaaaaaa-1  (routes follow what is healthy)  else withdraw routes of web
                  confirm routes of web              (the proxy serves it)
                """,
                world.text(world.plan(shop)));
        world.engine.meddle(world.instance(shop, "web", 1), Meddling.REMOVE);
        assertHealing("");
        assertEquals(
                """
                web:
                  start shop-web-aaaaaaaa-1          (its container is gone)
                  await healthy shop-web-aaaaaaaa-1  (before it gets traffic)
                  publish web → shop-web-aaaaaaaa-1  (routes follow what is healthy)  else withdraw routes of web
                  confirm routes of web              (the proxy serves it)
                """,
                world.text(world.plan(shop)));
    }

    @Test
    void withRestartOnFailureTheExitCodeDecides() {
        Project shop = world.running(project(application("work").restart(new Restart.OnFailure(0))));
        world.engine.end(world.instance(shop, "work", 1), 0);
        assertHealing("");
        world.execute(world.plan(shop));
        world.engine.end(world.instance(shop, "work", 1), 3);
        assertHealing(
                """
                work:
                  start shop-work-aaaaaaaa-1          (its container had stopped (exit code 3))
                  await healthy shop-work-aaaaaaaa-1  (before anything relies on it)
                """);
    }

    @Test
    void aFinishedJobIsNotRunAgain() {
        world.engine.script("init:1", Script.exits(0));
        Project shop = world.running(project(application("init").job()));
        assertHealing("");
        world.engine.meddle(world.instance(shop, "init", 1), Meddling.REMOVE);
        assertHealing("");
        assertEquals("", world.plan(shop).toString());
    }

    @Test
    void anInterruptedJobIsRunAgain() {
        Project shop = world.known(project(application("init").job()));
        DesiredApplication init = world.wanted(shop).applications().get(0);
        begin(init);
        assertEquals(
                """
                init:
                  leave shop-init-aaaaaaaa-1 as it is   (from an earlier attempt)  else remove shop-init-aaaaaaaa-1
                  await completed shop-init-aaaaaaaa-1  (it must succeed)
                  accept shop-init-aaaaaaaa             (it succeeded)
                """,
                world.text(world.plan(shop)));
        world.engine.end(init.release().instance(1), 143);
        assertEquals(
                """
                init:
                  start shop-init-aaaaaaaa-2            (new)  else remove shop-init-aaaaaaaa-2
                  await completed shop-init-aaaaaaaa-2  (it must succeed)
                  accept shop-init-aaaaaaaa             (it succeeded)
                  remove shop-init-aaaaaaaa-1           (left over from an earlier attempt)
                """,
                world.text(world.plan(shop)));
    }

    @Test
    void whatAnInterruptedDeploymentLeftIsTakenAway() {
        world.running(project(web()));
        Project next =
                world.known(project(web().env("A", "b"), application("site").domain("site.test")));
        world.wanted(next).applications().forEach(this::begin);
        assertHealing(
                """
                clean up:
                  stop shop-site-aaaaaaaa-1                   (left over from an interrupted deployment)
                  remove shop-site-aaaaaaaa-1                 (left over from an interrupted deployment)
                  drain shop-web-bbbbbbbb-1 for at most 10 s  (what is in flight ends in peace)
                  stop shop-web-bbbbbbbb-1                    (left over from an interrupted deployment)
                  remove shop-web-bbbbbbbb-1                  (left over from an interrupted deployment)
                """);
    }

    @Test
    void whatAnInterruptedDeploymentLeftWritingStopsFirst() {
        Project shop = world.running(project(redis()));
        Project next = world.known(project(redis().env("A", "b")));
        world.engine.stop(world.instance(shop, "redis", 1), Duration.ZERO);
        begin(world.wanted(next).applications().get(0));
        assertHealing(
                """
                redis:
                  stop shop-redis-bbbbbbbb-1           (left over, and in the way)
                  start shop-redis-aaaaaaaa-1          (its container had stopped (exit code 0))
                  await healthy shop-redis-aaaaaaaa-1  (before anything relies on it)
                clean up:
                  stop shop-redis-bbbbbbbb-1    (left over from an interrupted deployment)
                  remove shop-redis-bbbbbbbb-1  (left over from an interrupted deployment)
                """);
    }

    @Test
    void anInterruptedDeploymentGoesOnWithWhatItLeft() {
        world.running(project(web()));
        Project next = world.known(project(web().env("A", "b")));
        begin(world.wanted(next).applications().get(0));
        assertEquals(
                """
                web:
                  leave shop-web-bbbbbbbb-1 as it is                                   (from an earlier attempt)  else remove shop-web-bbbbbbbb-1
                  publish web → shop-web-aaaaaaaa-1, to be tried: shop-web-bbbbbbbb-1  (nobody is led to it before it was tried)  else publish web → shop-web-aaaaaaaa-1
                  await healthy shop-web-bbbbbbbb-1                                    (before it gets traffic)
                  confirm routes of web                                                (the proxy knows it)
                  try shop.test                                                        (a request reaches it)
                  attach shop-web-bbbbbbbb-1 as web                                    (from now on siblings reach it as web)
                  publish web → shop-web-bbbbbbbb-1, standing by: shop-web-aaaaaaaa-1  (routes follow the healthy release)  else publish web → shop-web-aaaaaaaa-1, to be tried: shop-web-bbbbbbbb-1, confirm routes of web, drain shop-web-bbbbbbbb-1 for at most 10 s
                  confirm routes of web                                                (the proxy serves it)
                  watch shop-web-bbbbbbbb-1 for 10 s                                   (the old release can come back until then)
                  try shop.test                                                        (it is the new release that answers)
                  publish web → shop-web-bbbbbbbb-1                                    (the old release stands by no longer)
                  confirm routes of web                                                (the proxy serves it)
                  accept shop-web-bbbbbbbb                                             (proven healthy)
                  update shop-web-bbbbbbbb-1                                           (proven: the engine may restart it)
                  drain shop-web-aaaaaaaa-1 for at most 10 s                           (what is in flight ends in peace)
                  stop shop-web-aaaaaaaa-1                                             (replaced)
                  remove shop-web-aaaaaaaa-1                                           (replaced)
                """,
                world.text(world.plan(next)));
    }

    /** As when the daemon dies right after a start. */
    private void begin(DesiredApplication application) {
        world.engine.createNetwork(World.SHOP);
        world.engine.provideImage(
                World.SHOP, application.name(), application.release().image(), false, ProgressSink.silent());
        world.engine.start(new InstanceStart(
                application.release().instance(1),
                application.release(),
                application.resources(),
                new Restart.No(),
                false));
    }

    private void assertHealing(String expected) {
        Plan plan = Planner.plan(world.healing());
        assertEquals(expected, world.text(plan));
    }
}
