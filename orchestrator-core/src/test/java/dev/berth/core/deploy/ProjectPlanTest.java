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
import dev.berth.core.project.Project;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes first and what last in a project, as {@code berth plan} prints it. */
final class ProjectPlanTest {
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
                  create network shop      (new)  else remove network shop
                  create volume shop_data  (redis mounts it)
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
                  join proxy to network shop         (web has a domain)
                  publish web → shop-web-aaaaaaaa-1  (routes follow the healthy release)  else withdraw routes of web
                  confirm routes of web              (the proxy serves it)
                  try shop.test                      (a request reaches it)
                  accept shop-web-aaaaaaaa           (proven healthy)
                  update shop-web-aaaaaaaa-1         (proven: the engine may restart it)
                """,
                world.plan(project(web().build(".").dependsOn("redis"), redis())));
    }

    @Test
    void whatChangedOfAStoppedApplicationIsSaidToWait() {
        Project shop = world.running(project(web(), redis()));
        world.stopped.add(ApplicationName.of("web"));
        world.deployed(shop);
        assertEquals(List.of(), world.plan(shop).notices());
        String waits = "web is stopped; what changed waits for  berth start shop/web";
        Plan another = world.plan(project(web().image("web:2"), redis()));
        assertEquals(List.of(waits), another.notices());
        assertEquals("", another.toString());
        Plan elsewhere = world.plan(project(application("web").image("web:1").domain("new.test"), redis()));
        assertEquals(List.of(waits), elsewhere.notices());
    }

    @Test
    void anotherNameOfAVolumeIsSaidToBeAnotherVolume() {
        world.running(project(redis()));
        Project renamed = project(application("redis").image("redis:7").volume("cache", "/data"));
        String notice = "redis starts with the empty volume shop_cache at /data; what it kept there stays in shop_data";
        assertEquals(
                List.of(notice + ", which nothing uses then"),
                world.plan(renamed).notices());
        Project shared = project(
                application("redis").image("redis:7").volume("cache", "/data"),
                application("backup").volume("data", "/data"));
        assertEquals(List.of(notice), world.plan(shared).notices());
        world.running(renamed);
        assertEquals(List.of(), world.plan(renamed).notices());
        assertEquals(List.of(), world.plan(project(redis())).notices(), "its data is there");
    }

    @Test
    void aRemovedApplicationGoesLast() {
        world.running(project(web().dependsOn("redis"), redis()));
        assertPlan(
                """
                site:
                  pull image site:1                    (new)
                  start shop-site-aaaaaaaa-1           (new)  else remove shop-site-aaaaaaaa-1
                  await healthy shop-site-aaaaaaaa-1   (before it gets traffic)
                  publish site → shop-site-aaaaaaaa-1  (routes follow the healthy release)  else withdraw routes of site
                  confirm routes of site               (the proxy serves it)
                  try shop.test                        (a request reaches it)
                  accept shop-site-aaaaaaaa            (proven healthy)
                  update shop-site-aaaaaaaa-1          (proven: the engine may restart it)
                clean up:
                  withdraw routes of web                      (no longer in the definition)
                  drain shop-web-aaaaaaaa-1 for at most 10 s  (what is in flight ends in peace)
                  stop shop-web-aaaaaaaa-1                    (no longer in the definition)
                  remove shop-web-aaaaaaaa-1                  (no longer in the definition)
                  forget web                                  (no longer in the definition)
                """,
                world.plan(project(redis(), application("site").domain("shop.test"))));
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
                world.plan(shop));
        world.running(shop);
        assertPlan("", world.plan(shop));
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
                order(world.plan(shop)));
        world.deployed(world.known(shop));
        Project next = project(
                application("web").image("web:2").dependsOn("api"),
                application("api").dependsOn("db"),
                application("db").image("db:2"));
        assertEquals("db []\napi [db]\nweb [api]\nclean up [api, db, web]\n", order(world.plan(next)));
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
        world.running(project(web().build(".").dependsOn("redis"), redis()));
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
                  forget redis, web                   (the project is deleted)
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
                  forget redis, web                         (the project is deleted)
                """,
                removal(true));
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

    private void assertPlan(String expected, Plan plan) {
        assertEquals(expected, world.text(plan));
    }
}
