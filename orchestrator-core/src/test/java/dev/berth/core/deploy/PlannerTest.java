package dev.berth.core.deploy;

import static dev.berth.core.deploy.World.project;
import static dev.berth.core.project.ApplicationBuilder.application;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.engine.Script;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency.Condition;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.Project;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a user's orders lead to, as {@code berth plan} prints it. */
final class PlannerTest {
    private static final ApplicationName WEB = ApplicationName.of("web");

    private final World world = new World();

    private static ApplicationBuilder web() {
        return application("web").image("web:1").domain("shop.test");
    }

    private static ApplicationBuilder redis() {
        return application("redis").image("redis:7").volume("data", "/data");
    }

    @Test
    void aNewProjectIsMadeFromNothing() {
        assertPlan(
                """
                prepare project:
                  create network shop         (new)  else remove network shop
                  join proxy to network shop  (web has a domain)
                  create volume shop_data     (redis mounts it)
                redis:
                  pull image redis:7                   (new)
                  start shop-redis-aaaaaaaa-1          (new)  else remove shop-redis-aaaaaaaa-1
                  await healthy shop-redis-aaaaaaaa-1  (before anything relies on it)
                  accept shop-redis-aaaaaaaa           (proven healthy)
                  update shop-redis-aaaaaaaa-1         (proven: the engine may restart it)
                web:
                  build image shop/web:8db58b87ad38  (new)
                  start shop-web-aaaaaaaa-1          (new)  else remove shop-web-aaaaaaaa-1
                  await healthy shop-web-aaaaaaaa-1  (before it gets traffic)
                  publish web → shop-web-aaaaaaaa-1  (routes follow the healthy release)  else withdraw routes of web
                  confirm routes of web              (the proxy serves it)
                  accept shop-web-aaaaaaaa           (proven healthy)
                  update shop-web-aaaaaaaa-1         (proven: the engine may restart it)
                """,
                plan(project(web().build(".").dependsOn("redis"), redis())));
    }

    @Test
    void whatIsSoAlreadyIsLeftAlone() {
        Project shop = running(project(web().dependsOn("redis"), redis()));
        assertPlan("", plan(shop));
        assertEquals(true, plan(shop).isEmpty());
    }

    @Test
    void aNewReleaseStartsBesideTheOldOne() {
        running(project(web().env("PORT", "1").env("MODE", "a")));
        assertPlan(
                """
                web:
                  start shop-web-bbbbbbbb-1          (configuration changed: env PORT)  else remove shop-web-bbbbbbbb-1
                  await healthy shop-web-bbbbbbbb-1  (before it gets traffic)
                  attach shop-web-bbbbbbbb-1 as web  (from now on siblings reach it as web)
                  publish web → shop-web-bbbbbbbb-1  (routes follow the healthy release)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  confirm routes of web              (the proxy serves it)
                  accept shop-web-bbbbbbbb           (proven healthy)
                  update shop-web-bbbbbbbb-1         (proven: the engine may restart it)
                  stop shop-web-aaaaaaaa-1           (replaced)
                  remove shop-web-aaaaaaaa-1         (replaced)
                """,
                plan(project(web().env("PORT", "2").env("MODE", "a"))));
    }

    @Test
    void oneThatWritesAVolumeStopsFirst() {
        running(project(redis()));
        assertPlan(
                """
                redis:
                  pull image redis:8                   (image changed)
                  stop shop-redis-aaaaaaaa-1           (makes room for the new release)  else start shop-redis-aaaaaaaa-1
                  start shop-redis-bbbbbbbb-1          (image changed)  else remove shop-redis-bbbbbbbb-1
                  await healthy shop-redis-bbbbbbbb-1  (before anything relies on it)
                  accept shop-redis-bbbbbbbb           (proven healthy)
                  update shop-redis-bbbbbbbb-1         (proven: the engine may restart it)
                  remove shop-redis-aaaaaaaa-1         (replaced)
                """,
                plan(project(redis().image("redis:8"))));
    }

    @Test
    void oneThatWritesAVolumeStartsFirstByWish() {
        running(project(redis()));
        assertPlan(
                """
                redis:
                  pull image redis:8                     (image changed)
                  start shop-redis-bbbbbbbb-1            (image changed)  else remove shop-redis-bbbbbbbb-1
                  await healthy shop-redis-bbbbbbbb-1    (before anything relies on it)
                  attach shop-redis-bbbbbbbb-1 as redis  (from now on siblings reach it as redis)
                  accept shop-redis-bbbbbbbb             (proven healthy)
                  update shop-redis-bbbbbbbb-1           (proven: the engine may restart it)
                  stop shop-redis-aaaaaaaa-1             (replaced)
                  remove shop-redis-aaaaaaaa-1           (replaced)
                """,
                plan(project(redis().image("redis:8").order(DeployPolicy.Order.START_FIRST))));
    }

    @Test
    void whatWroteAVolumeUntilNowStopsFirstToo() {
        running(project(application("redis").volume("data", "/data")));
        assertPlan(
                """
                redis:
                  stop shop-redis-aaaaaaaa-1           (makes room for the new release)  else start shop-redis-aaaaaaaa-1
                  start shop-redis-bbbbbbbb-1          (configuration changed: volumes)  else remove shop-redis-bbbbbbbb-1
                  await healthy shop-redis-bbbbbbbb-1  (before anything relies on it)
                  accept shop-redis-bbbbbbbb           (proven healthy)
                  update shop-redis-bbbbbbbb-1         (proven: the engine may restart it)
                  remove shop-redis-aaaaaaaa-1         (replaced)
                """,
                plan(project(application("redis"))));
    }

    @Test
    void changedSourcesBuildAnotherImage() {
        running(project(web().build(".")));
        world.uploads.put(".", "sha256:" + "2".repeat(64));
        assertPlan(
                """
                web:
                  build image shop/web:4560d8de435a  (sources changed)
                  start shop-web-bbbbbbbb-1          (sources changed)  else remove shop-web-bbbbbbbb-1
                  await healthy shop-web-bbbbbbbb-1  (before it gets traffic)
                  attach shop-web-bbbbbbbb-1 as web  (from now on siblings reach it as web)
                  publish web → shop-web-bbbbbbbb-1  (routes follow the healthy release)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  confirm routes of web              (the proxy serves it)
                  accept shop-web-bbbbbbbb           (proven healthy)
                  update shop-web-bbbbbbbb-1         (proven: the engine may restart it)
                  stop shop-web-aaaaaaaa-1           (replaced)
                  remove shop-web-aaaaaaaa-1         (replaced)
                """,
                plan(project(web().build("."))));
    }

    @Test
    void anotherDomainRestartsNothing() {
        running(project(web()));
        assertPlan(
                """
                web:
                  publish web → shop-web-aaaaaaaa-1  (domains changed)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  confirm routes of web              (the proxy serves it)
                  accept shop-web-aaaaaaaa           (domains changed)
                """,
                plan(project(application("web").image("web:1").domain("other.test"))));
    }

    @Test
    void aLostDomainTakesTheRouteAway() {
        running(project(web()));
        assertPlan(
                """
                web:
                  withdraw routes of web    (domains changed)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  accept shop-web-aaaaaaaa  (domains changed)
                """,
                plan(project(application("web").image("web:1").port(8000))));
    }

    @Test
    void otherLimitsRestartNothing() {
        running(project(web()));
        assertPlan(
                """
                web:
                  update shop-web-aaaaaaaa-1  (limits changed)  else update shop-web-aaaaaaaa-1
                  accept shop-web-aaaaaaaa    (limits changed)
                """,
                plan(project(web().memory(64 << 20))));
    }

    @Test
    void anotherHealthCheckIsOnlyRemembered() {
        running(project(web()));
        assertPlan(
                """
                web:
                  accept shop-web-aaaaaaaa  (health check changed)
                """,
                plan(project(web().healthCheck("/health"))));
    }

    @Test
    void moreInstancesRestartNone() {
        running(project(web()));
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
                plan(project(web().replicas(3))));
    }

    @Test
    void fewerInstancesLoseTheirTrafficFirst() {
        running(project(web().replicas(3)));
        assertPlan(
                """
                web:
                  publish web → shop-web-aaaaaaaa-1  (routes follow what is healthy)  else publish web → shop-web-aaaaaaaa-1, shop-web-aaaaaaaa-2, shop-web-aaaaaaaa-3, confirm routes of web
                  confirm routes of web              (the proxy serves it)
                  accept shop-web-aaaaaaaa           (scaled from 3 to 1)
                  stop shop-web-aaaaaaaa-2           (scaled from 3 to 1)
                  remove shop-web-aaaaaaaa-2         (scaled from 3 to 1)
                  stop shop-web-aaaaaaaa-3           (scaled from 3 to 1)
                  remove shop-web-aaaaaaaa-3         (scaled from 3 to 1)
                """,
                plan(project(web().replicas(1))));
    }

    @Test
    void aRemovedApplicationGoesLast() {
        running(project(web().dependsOn("redis"), redis()));
        assertPlan(
                """
                site:
                  pull image site:1                    (new)
                  start shop-site-aaaaaaaa-1           (new)  else remove shop-site-aaaaaaaa-1
                  await healthy shop-site-aaaaaaaa-1   (before it gets traffic)
                  publish site → shop-site-aaaaaaaa-1  (routes follow the healthy release)  else withdraw routes of site
                  confirm routes of site               (the proxy serves it)
                  accept shop-site-aaaaaaaa            (proven healthy)
                  update shop-site-aaaaaaaa-1          (proven: the engine may restart it)
                clean up:
                  withdraw routes of web      (no longer in the definition)
                  stop shop-web-aaaaaaaa-1    (no longer in the definition)
                  remove shop-web-aaaaaaaa-1  (no longer in the definition)
                  forget web                  (no longer in the definition)
                """,
                plan(project(redis(), application("site").domain("shop.test"))));
    }

    @Test
    void aStoppedApplicationIsNotDeployed() {
        Project shop = running(project(web(), redis()));
        world.stopped.add(WEB);
        assertPlan(
                """
                web:
                  withdraw routes of web    (stopped by the user)
                  stop shop-web-aaaaaaaa-1  (stopped by the user)  else start shop-web-aaaaaaaa-1
                """,
                plan(shop));
        world.execute(plan(shop));
        assertPlan("", plan(shop));
        assertPlan("", plan(project(web().env("PORT", "2"), redis())));
        world.stopped.clear();
        assertPlan(
                """
                web:
                  start shop-web-aaaaaaaa-1          (its container had stopped (exit code 0))
                  await healthy shop-web-aaaaaaaa-1  (before it gets traffic)
                  publish web → shop-web-aaaaaaaa-1  (routes follow what is healthy)  else withdraw routes of web
                  confirm routes of web              (the proxy serves it)
                """,
                plan(shop));
    }

    @Test
    void aRestartMakesANewInstance() {
        Project shop = running(project(web(), redis()));
        assertPlan(
                """
                redis:
                  stop shop-redis-aaaaaaaa-1           (restart)  else start shop-redis-aaaaaaaa-1
                  start shop-redis-aaaaaaaa-2          (restart)  else remove shop-redis-aaaaaaaa-2
                  await healthy shop-redis-aaaaaaaa-2  (before anything relies on it)
                  accept shop-redis-aaaaaaaa           (proven healthy)
                  remove shop-redis-aaaaaaaa-1         (restart)
                web:
                  start shop-web-aaaaaaaa-2          (restart)  else remove shop-web-aaaaaaaa-2
                  await healthy shop-web-aaaaaaaa-2  (before it gets traffic)
                  attach shop-web-aaaaaaaa-2 as web  (from now on siblings reach it as web)
                  publish web → shop-web-aaaaaaaa-2  (routes follow what is healthy)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  confirm routes of web              (the proxy serves it)
                  accept shop-web-aaaaaaaa           (proven healthy)
                  stop shop-web-aaaaaaaa-1           (restart)
                  remove shop-web-aaaaaaaa-1         (restart)
                """,
                Planner.plan(world.deploying(shop)
                        .withReplace(Map.of(
                                world.instance(shop, "web", 1), "restart",
                                world.instance(shop, "redis", 1), "restart"))));
    }

    @Test
    void aJobComesBeforeWhatWaitsForIt() {
        world.engine.script("init:1", Script.exits(0));
        Project shop = project(
                application("init").job(),
                application("web").dependsOn("init", Condition.SERVICE_COMPLETED_SUCCESSFULLY));
        assertPlan(
                """
                prepare project:
                  create network shop  (new)  else remove network shop
                init:
                  pull image init:1                     (new)
                  start shop-init-aaaaaaaa-1            (new)  else remove shop-init-aaaaaaaa-1
                  await completed shop-init-aaaaaaaa-1  (it must succeed)
                  accept shop-init-aaaaaaaa             (it succeeded)
                web:
                  pull image web:1                   (new)
                  start shop-web-aaaaaaaa-1          (new)  else remove shop-web-aaaaaaaa-1
                  await healthy shop-web-aaaaaaaa-1  (before anything relies on it)
                  accept shop-web-aaaaaaaa           (proven healthy)
                  update shop-web-aaaaaaaa-1         (proven: the engine may restart it)
                """,
                plan(shop));
        running(shop);
        assertPlan("", plan(shop));
    }

    @Test
    void stagesWaitForThoseTheyDependOnAndForNoOthers() {
        Project shop = project(
                application("web").dependsOn("api"),
                application("api").dependsOn("db", Condition.SERVICE_STARTED),
                application("db"),
                application("other"));
        assertEquals(
                "prepare project []\ndb [prepare project]\napi [db, prepare project]\n"
                        + "other [prepare project]\nweb [api, prepare project]\n",
                order(plan(shop)));
        world.deployed(world.known(shop));
        Project next = project(
                application("web").image("web:2").dependsOn("api"),
                application("api").dependsOn("db"),
                application("db").image("db:2"));
        assertEquals("db []\napi [db]\nweb [api]\nclean up [api, db, web]\n", order(plan(next)));
    }

    @Test
    void aStartWaitsForARunningSiblingToBeHealthy() {
        running(project(redis(), web()));
        assertPlan(
                """
                web:
                  pull image web:2                     (image changed)
                  await healthy shop-redis-aaaaaaaa-1  (web starts only when redis is healthy)
                  start shop-web-bbbbbbbb-1            (image changed)  else remove shop-web-bbbbbbbb-1
                  await healthy shop-web-bbbbbbbb-1    (before it gets traffic)
                  attach shop-web-bbbbbbbb-1 as web    (from now on siblings reach it as web)
                  publish web → shop-web-bbbbbbbb-1    (routes follow the healthy release)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  confirm routes of web                (the proxy serves it)
                  accept shop-web-bbbbbbbb             (proven healthy)
                  update shop-web-bbbbbbbb-1           (proven: the engine may restart it)
                  stop shop-web-aaaaaaaa-1             (replaced)
                  remove shop-web-aaaaaaaa-1           (replaced)
                """,
                plan(project(redis(), web().image("web:2").dependsOn("redis"))));
    }

    @Test
    void withoutAProxyNothingIsPublished() {
        assertPlan(
                """
                prepare project:
                  create network shop  (new)  else remove network shop
                web:
                  pull image web:1                   (new)
                  start shop-web-aaaaaaaa-1          (new)  else remove shop-web-aaaaaaaa-1
                  await healthy shop-web-aaaaaaaa-1  (before anything relies on it)
                  accept shop-web-aaaaaaaa           (proven healthy)
                  update shop-web-aaaaaaaa-1         (proven: the engine may restart it)
                """,
                Planner.plan(world.deploying(world.known(project(web()))).withProxied(false)));
    }

    @Test
    void aDeletedProjectKeepsItsVolumesUnlessAsked() {
        running(project(web().build(".").dependsOn("redis"), redis()));
        assertPlan(
                """
                web:
                  withdraw routes of web      (the project is deleted)
                  stop shop-web-aaaaaaaa-1    (the project is deleted)
                  remove shop-web-aaaaaaaa-1  (the project is deleted)
                redis:
                  stop shop-redis-aaaaaaaa-1    (the project is deleted)
                  remove shop-redis-aaaaaaaa-1  (the project is deleted)
                clean up:
                  remove network shop                 (the project is deleted)
                  remove image shop/web:8db58b87ad38  (the project is deleted)
                  forget redis                        (the project is deleted)
                  forget web                          (the project is deleted)
                """,
                removal(false));
        assertPlan(
                """
                web:
                  withdraw routes of web      (the project is deleted)
                  stop shop-web-aaaaaaaa-1    (the project is deleted)
                  remove shop-web-aaaaaaaa-1  (the project is deleted)
                redis:
                  stop shop-redis-aaaaaaaa-1    (the project is deleted)
                  remove shop-redis-aaaaaaaa-1  (the project is deleted)
                clean up:
                  remove network shop                       (the project is deleted)
                  remove image shop/web:8db58b87ad38        (the project is deleted)
                  remove volume shop_data and all its data  (asked for with --volumes)
                  forget redis                              (the project is deleted)
                  forget web                                (the project is deleted)
                """,
                removal(true));
    }

    @Test
    void anotherRecipeForFingerprintsRestartsNothing() {
        Project shop = running(project(web()));
        world.acceptAgainAs("v0");
        assertPlan("", plan(shop));
        assertPlan("", Planner.plan(world.healing()));
    }

    private Plan removal(boolean volumes) {
        return Planner.removal(
                world.engine.observe(World.SHOP), world.acceptedState(), world.routes.observe(World.SHOP), volumes);
    }

    private static String order(Plan plan) {
        StringBuilder order = new StringBuilder();
        plan.stages()
                .forEach(s ->
                        order.append(s.title()).append(" ").append(s.after()).append("\n"));
        return order.toString();
    }

    private Project running(Project project) {
        world.deployed(world.known(project));
        return project;
    }

    private Plan plan(Project project) {
        return Planner.plan(world.deploying(world.known(project)));
    }

    private void assertPlan(String expected, Plan plan) {
        assertEquals(expected, world.text(plan));
    }
}
