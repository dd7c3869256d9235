package dev.berth.core.deploy;

import static dev.berth.core.deploy.World.project;
import static dev.berth.core.project.ApplicationBuilder.application;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.engine.Faults;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.Project;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What changes without a new release, as {@code berth plan} prints it. */
final class SameReleasePlanTest {
    private final World world = new World();

    private static ApplicationBuilder web() {
        return application("web").image("web:1").domain("shop.test");
    }

    private static ApplicationBuilder redis() {
        return application("redis").image("redis:7").volume("data", "/data");
    }

    @Test
    void whatIsSoAlreadyIsLeftAlone() {
        Project shop = world.running(project(web().dependsOn("redis"), redis()));
        assertPlan("", world.plan(shop));
        assertEquals(true, world.plan(shop).isEmpty());
    }

    @Test
    void anotherDomainRestartsNothing() {
        world.running(project(web()));
        assertPlan(
                """
                web:
                  publish web → shop-web-aaaaaaaa-1  (domains changed)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  confirm routes of web              (the proxy serves it)
                  accept shop-web-aaaaaaaa           (domains changed)
                """,
                world.plan(project(application("web").image("web:1").domain("other.test"))));
    }

    @Test
    void aFirstDomainLeadsTheProxyToTheNetwork() {
        world.running(project(application("web").image("web:1").port(8000)));
        assertPlan(
                """
                web:
                  join proxy to network shop         (web has a domain)
                  publish web → shop-web-aaaaaaaa-1  (domains changed)  else withdraw routes of web
                  confirm routes of web              (the proxy serves it)
                  accept shop-web-aaaaaaaa           (domains changed)
                """,
                world.plan(project(web())));
    }

    @Test
    void aLostDomainTakesTheRouteAway() {
        world.running(project(web()));
        assertPlan(
                """
                web:
                  withdraw routes of web    (domains changed)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  accept shop-web-aaaaaaaa  (domains changed)
                """,
                world.plan(project(application("web").image("web:1").port(8000))));
    }

    @Test
    void otherLimitsRestartNothing() {
        world.running(project(web()));
        assertPlan(
                """
                web:
                  update shop-web-aaaaaaaa-1  (limits changed)  else update shop-web-aaaaaaaa-1
                  accept shop-web-aaaaaaaa    (limits changed)
                """,
                world.plan(project(web().memory(64 << 20))));
    }

    @Test
    void anotherHealthCheckIsOnlyRemembered() {
        world.running(project(web()));
        assertPlan(
                """
                web:
                  accept shop-web-aaaaaaaa  (health check changed)
                """,
                world.plan(project(web().healthCheck("/health"))));
    }

    @Test
    void moreInstancesRestartNone() {
        world.running(project(web()));
        assertPlan(
                """
                web:
                  start shop-web-aaaaaaaa-2                                                    (scaled from 1 to 3)  else remove shop-web-aaaaaaaa-2
                  start shop-web-aaaaaaaa-3                                                    (scaled from 1 to 3)  else remove shop-web-aaaaaaaa-3
                  await healthy shop-web-aaaaaaaa-2                                            (before it gets traffic)
                  await healthy shop-web-aaaaaaaa-3                                            (before it gets traffic)
                  attach shop-web-aaaaaaaa-2 as web                                            (from now on siblings reach it as web)
                  attach shop-web-aaaaaaaa-3 as web                                            (from now on siblings reach it as web)
                  publish web → shop-web-aaaaaaaa-1, shop-web-aaaaaaaa-2, shop-web-aaaaaaaa-3  (routes follow what is healthy)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  confirm routes of web                                                        (the proxy serves it)
                  accept shop-web-aaaaaaaa                                                     (scaled from 1 to 3)
                """,
                world.plan(project(web().replicas(3))));
    }

    @Test
    void fewerInstancesLoseTheirTrafficFirst() {
        world.running(project(web().replicas(3)));
        assertPlan(
                """
                web:
                  await healthy shop-web-aaaaaaaa-1           (before it gets traffic)
                  publish web → shop-web-aaaaaaaa-1           (routes follow what is healthy)  else publish web → shop-web-aaaaaaaa-1, shop-web-aaaaaaaa-2, shop-web-aaaaaaaa-3, confirm routes of web
                  confirm routes of web                       (the proxy serves it)
                  accept shop-web-aaaaaaaa                    (scaled from 3 to 1)
                  drain shop-web-aaaaaaaa-2 for at most 10 s  (what is in flight ends in peace)
                  stop shop-web-aaaaaaaa-2                    (scaled from 3 to 1)
                  remove shop-web-aaaaaaaa-2                  (scaled from 3 to 1)
                  drain shop-web-aaaaaaaa-3 for at most 10 s  (what is in flight ends in peace)
                  stop shop-web-aaaaaaaa-3                    (scaled from 3 to 1)
                  remove shop-web-aaaaaaaa-3                  (scaled from 3 to 1)
                """,
                world.plan(project(web().replicas(1))));
    }

    @Test
    void ofFewerInstancesTheWellOnesStay() {
        Project shop = world.running(project(web().replicas(2)));
        Project fewer = project(web().replicas(1));
        assertPlan(
                """
                web:
                  publish web → shop-web-aaaaaaaa-2           (takes out what does not answer)  else publish web → shop-web-aaaaaaaa-2, confirm routes of web
                  confirm routes of web                       (the proxy serves it)
                  await healthy shop-web-aaaaaaaa-2           (before it gets traffic)
                  accept shop-web-aaaaaaaa                    (scaled from 2 to 1)
                  drain shop-web-aaaaaaaa-1 for at most 10 s  (what is in flight ends in peace)
                  stop shop-web-aaaaaaaa-1                    (scaled from 2 to 1)
                  remove shop-web-aaaaaaaa-1                  (scaled from 2 to 1)
                """,
                Planner.plan(
                        world.deploying(world.known(fewer)).withUnhealthy(Set.of(world.instance(shop, "web", 1)))));
    }

    @Test
    void aRestartMakesANewInstance() {
        Project shop = world.running(project(web(), redis()));
        assertPlan(
                """
                redis:
                  stop shop-redis-aaaaaaaa-1           (restart, with downtime: both would write to one volume)  else start shop-redis-aaaaaaaa-1, await healthy shop-redis-aaaaaaaa-1
                  start shop-redis-aaaaaaaa-2          (restart)  else remove shop-redis-aaaaaaaa-2
                  await healthy shop-redis-aaaaaaaa-2  (before anything relies on it)
                  accept shop-redis-aaaaaaaa           (proven healthy)
                  remove shop-redis-aaaaaaaa-1         (restart)
                web:
                  start shop-web-aaaaaaaa-2                   (restart)  else remove shop-web-aaaaaaaa-2
                  await healthy shop-web-aaaaaaaa-2           (before it gets traffic)
                  attach shop-web-aaaaaaaa-2 as web           (from now on siblings reach it as web)
                  publish web → shop-web-aaaaaaaa-2           (routes follow what is healthy)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  confirm routes of web                       (the proxy serves it)
                  accept shop-web-aaaaaaaa                    (proven healthy)
                  drain shop-web-aaaaaaaa-1 for at most 10 s  (what is in flight ends in peace)
                  stop shop-web-aaaaaaaa-1                    (restart)
                  remove shop-web-aaaaaaaa-1                  (restart)
                """,
                Planner.plan(world.deploying(shop)
                        .withReplace(Map.of(
                                world.instance(shop, "web", 1), "restart",
                                world.instance(shop, "redis", 1), "restart"))));
    }

    private Plan restart(Project shop, int replicas) {
        Map<InstanceName, String> all = new TreeMap<>();
        for (int slot = 1; slot <= replicas; slot++) {
            all.put(world.instance(shop, "web", slot), "restart");
        }
        return Planner.plan(world.deploying(shop).withReplace(all));
    }

    @Test
    void aRestartOfSeveralStartsOneAfterTheOther() {
        Project shop = world.running(project(application("web").image("web:1").replicas(2)));
        assertPlan(
                """
                web:
                  start shop-web-aaaaaaaa-3          (restart)  else remove shop-web-aaaaaaaa-3
                  await healthy shop-web-aaaaaaaa-3  (before anything relies on it)
                  start shop-web-aaaaaaaa-4          (restart)  else remove shop-web-aaaaaaaa-4
                  await healthy shop-web-aaaaaaaa-4  (before anything relies on it)
                  attach shop-web-aaaaaaaa-3 as web  (from now on siblings reach it as web)
                  attach shop-web-aaaaaaaa-4 as web  (from now on siblings reach it as web)
                  accept shop-web-aaaaaaaa           (proven healthy)
                  stop shop-web-aaaaaaaa-1           (restart)
                  remove shop-web-aaaaaaaa-1         (restart)
                  stop shop-web-aaaaaaaa-2           (restart)
                  remove shop-web-aaaaaaaa-2         (restart)
                """,
                restart(shop, 2));
    }

    @Test
    void aRestartOfSeveralThatStopFirstStopsOneAfterTheOther() {
        Project shop = world.running(project(web().replicas(2).order(DeployPolicy.Order.STOP_FIRST)));
        assertPlan(
                """
                web:
                  publish web → shop-web-aaaaaaaa-2                       (the others serve meanwhile)  else publish web → shop-web-aaaaaaaa-1, shop-web-aaaaaaaa-2, confirm routes of web
                  confirm routes of web                                   (the proxy serves it)
                  drain shop-web-aaaaaaaa-1 for at most 10 s              (what is in flight ends in peace)
                  stop shop-web-aaaaaaaa-1                                (restart)  else start shop-web-aaaaaaaa-1, await healthy shop-web-aaaaaaaa-1
                  start shop-web-aaaaaaaa-3                               (restart)  else remove shop-web-aaaaaaaa-3
                  await healthy shop-web-aaaaaaaa-3                       (before it gets traffic)
                  attach shop-web-aaaaaaaa-3 as web                       (from now on siblings reach it as web)
                  accept shop-web-aaaaaaaa                                (proven healthy)
                  remove shop-web-aaaaaaaa-1                              (restart)
                  publish web → shop-web-aaaaaaaa-3                       (the others serve meanwhile)  else publish web → shop-web-aaaaaaaa-2, shop-web-aaaaaaaa-3, confirm routes of web
                  confirm routes of web                                   (the proxy serves it)
                  drain shop-web-aaaaaaaa-2 for at most 10 s              (what is in flight ends in peace)
                  stop shop-web-aaaaaaaa-2                                (restart)  else start shop-web-aaaaaaaa-2, await healthy shop-web-aaaaaaaa-2
                  start shop-web-aaaaaaaa-4                               (restart)  else remove shop-web-aaaaaaaa-4
                  await healthy shop-web-aaaaaaaa-4                       (before it gets traffic)
                  attach shop-web-aaaaaaaa-4 as web                       (from now on siblings reach it as web)
                  publish web → shop-web-aaaaaaaa-3, shop-web-aaaaaaaa-4  (routes follow what is healthy)  else publish web → shop-web-aaaaaaaa-3, confirm routes of web
                  confirm routes of web                                   (the proxy serves it)
                  accept shop-web-aaaaaaaa                                (proven healthy)
                  remove shop-web-aaaaaaaa-2                              (restart)
                """,
                restart(shop, 2));
        assertEquals("done", world.execute(restart(shop, 2)).stages().get(0).message());
        assertEquals("", Planner.plan(world.healing()).toString());
    }

    @Test
    void whatWasExchangedStaysWhenALaterOneFails() {
        Project shop = world.running(project(web().replicas(2).order(DeployPolicy.Order.STOP_FIRST)));
        Plan plan = restart(shop, 2);
        world.faults.on("start " + world.instance(shop, "web", 4), Faults.Fault.REFUSED);
        PlanOutcome outcome = world.execute(plan);
        assertEquals(
                "web: made to fail: start shop-web-aaaaaaaa-4; the release shop-web-aaaaaaaa still serves",
                world.text(outcome.message()));
        assertEquals(
                "[shop-web-aaaaaaaa-2, shop-web-aaaaaaaa-3]",
                world.text(world.routes
                        .routes(World.SHOP, ApplicationName.of("web"))
                        .orElseThrow()
                        .instances()
                        .toString()));
        world.faults.none();
        assertEquals("", Planner.plan(world.healing()).toString());
    }

    @Test
    void whatAnInterruptedRestartMadeGetsNoTrafficBeforeItIsProven() {
        Project shop = world.running(project(web().replicas(2)));
        DesiredApplication wanted = world.wanted(shop).applications().get(0);
        world.engine.start(new InstanceStart(
                wanted.release().instance(3), wanted.release(), wanted.resources(), wanted.restart(), false));
        world.engine.meddle(wanted.release().instance(1), Meddling.KILL);
        assertPlan(
                """
                web:
                  publish web → shop-web-aaaaaaaa-2                       (takes out what does not answer)  else publish web → shop-web-aaaaaaaa-2, confirm routes of web
                  confirm routes of web                                   (the proxy serves it)
                  await healthy shop-web-aaaaaaaa-3                       (before it gets traffic)
                  attach shop-web-aaaaaaaa-3 as web                       (siblings did not reach it as web)
                  await healthy shop-web-aaaaaaaa-2                       (before it gets traffic)
                  await healthy shop-web-aaaaaaaa-3                       (before it gets traffic)
                  publish web → shop-web-aaaaaaaa-2, shop-web-aaaaaaaa-3  (routes follow what is healthy)  else publish web → shop-web-aaaaaaaa-2, confirm routes of web
                  confirm routes of web                                   (the proxy serves it)
                  accept shop-web-aaaaaaaa                                (proven healthy)
                  remove shop-web-aaaaaaaa-1                              (more than wanted)
                """,
                Planner.plan(world.healing()));
    }

    private void assertPlan(String expected, Plan plan) {
        assertEquals(expected, world.text(plan));
    }
}
