package dev.berth.core.deploy;

import static dev.berth.core.deploy.World.project;
import static dev.berth.core.project.ApplicationBuilder.application;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.engine.InstanceStart;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.Mount;
import dev.berth.core.project.Project;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What one application takes over from another one of its project, as {@code berth plan} prints it. */
final class HandOverPlanTest {
    private final World world = new World();

    private static ApplicationBuilder store(String name) {
        return application(name).image("redis:7").volume("data", "/data");
    }

    @Test
    void anotherNameForWhatWritesAVolumeStopsTheOldOneFirst() {
        world.running(project(store("redis")));
        assertPlan(
                """
                cache:
                  stop shop-redis-aaaaaaaa-1                    (makes room for cache, with downtime: both would write to one volume shop_data)  else start shop-redis-aaaaaaaa-1, await healthy shop-redis-aaaaaaaa-1
                  start shop-cache-aaaaaaaa-1                   (new)  else remove shop-cache-aaaaaaaa-1
                  await healthy shop-cache-aaaaaaaa-1           (before anything relies on it)
                  accept shop-cache-aaaaaaaa in place of redis  (proven healthy)
                  update shop-cache-aaaaaaaa-1                  (proven: the engine may restart it)
                clean up:
                  remove shop-redis-aaaaaaaa-1  (no longer in the definition)
                """,
                world.plan(project(store("cache"))));
    }

    @Test
    void anotherNameForWhatHasAPortOfTheHostAndADomainStopsTheOldOneFirst() {
        world.running(project(application("web").publish(8080).domain("shop.test")));
        assertPlan(
                """
                site:
                  pull image site:1                           (new)
                  withdraw routes of web                      (makes room for site, with downtime: both would want port 8080 of the host)  else publish web → shop-web-aaaaaaaa-1, confirm routes of web
                  drain shop-web-aaaaaaaa-1 for at most 10 s  (what is in flight ends in peace)
                  stop shop-web-aaaaaaaa-1                    (makes room for site, with downtime: both would want port 8080 of the host)  else start shop-web-aaaaaaaa-1, await healthy shop-web-aaaaaaaa-1
                  start shop-site-aaaaaaaa-1                  (new)  else remove shop-site-aaaaaaaa-1
                  await healthy shop-site-aaaaaaaa-1          (before it gets traffic)
                  publish site → shop-site-aaaaaaaa-1         (routes follow the healthy release)  else withdraw routes of site
                  confirm routes of site                      (the proxy serves it)
                  try shop.test                               (a request reaches it)
                  accept shop-site-aaaaaaaa in place of web   (proven healthy)
                  update shop-site-aaaaaaaa-1                 (proven: the engine may restart it)
                clean up:
                  remove shop-web-aaaaaaaa-1  (no longer in the definition)
                """,
                world.plan(project(application("site").publish(8080).domain("shop.test"))));
    }

    @Test
    void aJobThatTakesAVolumeFirstIsNoHeir() {
        world.running(project(store("redis")));
        Plan plan = world.plan(project(
                store("init").job(),
                store("cache").dependsOn("init", Dependency.Condition.SERVICE_COMPLETED_SUCCESSFULLY)));
        assertEquals(
                List.of("init: stop shop-redis", "cache: accept shop-cache in place of redis"),
                plan.stages().stream()
                        .flatMap(stage -> stage.steps().stream()
                                .map(step -> step.action().toString())
                                .filter(text -> text.startsWith("stop shop-redis") || text.contains(" in place of "))
                                .map(text -> stage.title() + ": " + text.replaceAll("-[0-9a-f]{8}(-1)?", "")))
                        .toList());
    }

    @Test
    void aPortThatMovesIsGivenUpBeforeItIsTaken() {
        world.running(project(application("web").publish(8080), application("api")));
        Project wanted = project(application("web"), application("api").publish(8080));
        Plan plan = world.plan(wanted);
        assertEquals("web []\napi [web]\n", order(plan));
        assertEquals("", stops(plan, "api", "web"));
        assertEquals("done", outcome(plan, wanted));
    }

    @Test
    void aVolumeThatMovesIsGivenUpBeforeItIsTaken() {
        world.running(project(store("web"), application("api")));
        Project wanted = project(application("web"), store("api"));
        Plan plan = world.plan(wanted);
        assertEquals("web []\napi [web]\n", order(plan));
        assertEquals("done", outcome(plan, wanted));
    }

    @Test
    void whatHasToComeFirstStopsWhoeverCanGiveUpThePortOnlyLater() {
        world.running(project(application("web").publish(8080), application("api")));
        Project wanted =
                project(application("web").dependsOn("api"), application("api").publish(8080));
        Plan plan = world.plan(wanted);
        assertEquals("api []\nweb [api]\n", order(plan));
        assertEquals(
                "makes room for api, with downtime: both would want port 8080 of the host\n",
                stops(plan, "api", "web"));
        assertEquals("done", outcome(plan, wanted));
    }

    @Test
    void portsAreExchangedOneAfterTheOther() {
        world.running(
                project(application("api").publish(8080), application("web").publish(8081)));
        Project wanted =
                project(application("api").publish(8081), application("web").publish(8080));
        Plan plan = world.plan(wanted);
        assertEquals("web []\napi [web]\n", order(plan));
        assertEquals(
                "makes room for web, with downtime: both would want port 8080 of the host\n",
                stops(plan, "web", "api"));
        assertEquals("", stops(plan, "api", "web"));
        assertEquals("done", outcome(plan, wanted));
    }

    @Test
    void whatTwoWantOfOneThatLeavesIsMadeFreeByTheFirst() {
        world.running(project(store("redis").publish(8080)));
        Project wanted = project(store("cache"), application("web").publish(8080));
        Plan plan = world.plan(wanted);
        assertEquals("cache []\nweb [cache]\nclean up [cache, web]\n", order(plan));
        assertEquals(
                "makes room for cache, with downtime: both would write to one volume shop_data\n",
                stops(plan, "cache", "redis"));
        assertEquals("", stops(plan, "web", "redis"));
        assertEquals("done", outcome(plan, wanted));
    }

    @Test
    void aVolumeThatIsSharedOnPurposeStopsNobody() {
        Project shop = world.running(project(store("redis")));
        Project both = project(store("redis"), store("backup"));
        Plan joined = world.plan(both);
        assertEquals("backup []\n", order(joined));
        assertEquals("", stops(joined, "backup", "redis"));
        assertEquals("done", outcome(joined, both));
        assertEquals("redis []\n", order(world.plan(project(store("redis").image("redis:8"), store("backup")))));
        assertEquals("clean up []\n", order(world.plan(shop)));
        assertEquals(
                "backup []\nclean up [backup]\n",
                order(world.plan(project(store("backup").image("backup:2")))),
                "it wrote there already");
    }

    @Test
    void whoOnlyReadsOrMayWriteBesideStopsNobody() {
        world.running(project(store("redis")));
        Plan reader = world.plan(project(application("cache").mount(new Mount.Volume("data", "/data", true))));
        assertEquals("", stops(reader, "cache", "redis"));
        Plan byWish = world.plan(project(store("cache").order(DeployPolicy.Order.START_FIRST)));
        assertEquals("", stops(byWish, "cache", "redis"));
    }

    @Test
    void whatIsStoppedTakesNothing() {
        world.running(project(store("redis")));
        Project renamed = project(store("cache"));
        world.stopped.add(renamed.applications().get(0).name());
        assertEquals("clean up []\n", order(world.plan(renamed)));
    }

    @Test
    void whatIsLeftOfAnotherOneThatMayWriteToTheSameVolumeStopsBeforeHealingStartsAnything() {
        Project shop = world.running(project(store("redis"), application("web")));
        Project next = world.known(project(
                store("redis"),
                application("web"),
                store("cache"),
                application("site").image("redis:7")));
        world.engine.stop(world.instance(shop, "redis", 1), Duration.ZERO);
        world.engine.stop(world.instance(shop, "web", 1), Duration.ZERO);
        world.wanted(next).applications().stream()
                .filter(a -> Set.of("cache", "site").contains(a.name().text()))
                .forEach(a -> world.engine.start(
                        new InstanceStart(a.release().instance(1), a.release(), a.resources(), a.restart(), true)));
        assertPlan(
                """
                redis:
                  stop shop-cache-aaaaaaaa-1           (left over, and in the way)
                  start shop-redis-aaaaaaaa-1          (its container had stopped (exit code 0))
                  await healthy shop-redis-aaaaaaaa-1  (before anything relies on it)
                web:
                  start shop-web-aaaaaaaa-1          (its container had stopped (exit code 0))
                  await healthy shop-web-aaaaaaaa-1  (before anything relies on it)
                clean up:
                  stop shop-cache-aaaaaaaa-1    (left over from an interrupted deployment)
                  remove shop-cache-aaaaaaaa-1  (left over from an interrupted deployment)
                  stop shop-site-aaaaaaaa-1     (left over from an interrupted deployment)
                  remove shop-site-aaaaaaaa-1   (left over from an interrupted deployment)
                """,
                Planner.plan(world.healing()));
    }

    @Test
    void aDomainIsTakenBeforeItIsGivenUp() {
        world.running(project(application("a").domain("shop.test"), application("b")));
        assertPlan(
                """
                b:
                  publish b → shop-b-aaaaaaaa-1  (domains changed)  else withdraw routes of b
                  confirm routes of b            (the proxy serves it)
                  accept shop-b-aaaaaaaa         (port changed; domains changed)
                a:
                  withdraw routes of a    (domains changed)  else publish a → shop-a-aaaaaaaa-1, confirm routes of a
                  accept shop-a-aaaaaaaa  (port changed; domains changed)
                """,
                world.plan(project(application("a"), application("b").domain("shop.test"))));
    }

    @Test
    void aDomainIsTakenFirstAlsoByANewOne() {
        world.running(project(application("a").domain("shop.test")));
        assertEquals(
                "b []\na [b]\n",
                order(world.plan(project(
                        application("a").domain("old.test"), application("b").domain("shop.test")))));
        assertEquals(
                "a []\nb []\n",
                order(world.plan(project(
                        application("a").domain("old.test"), application("b").domain("new.test")))));
    }

    @Test
    void whatDependsComesLastWhoeverGetsTheDomain() {
        world.running(project(application("a").domain("shop.test"), application("b")));
        assertEquals(
                "b []\na [b]\n",
                order(world.plan(project(
                        application("a").dependsOn("b"), application("b").domain("shop.test")))));
        assertEquals(
                "a []\nb [a]\n",
                order(world.plan(project(
                        application("a"), application("b").domain("shop.test").dependsOn("a")))));
    }

    @Test
    void domainsAreExchangedOneAfterTheOther() {
        world.running(
                project(application("a").domain("one.test"), application("b").domain("two.test")));
        Project wanted =
                project(application("a").domain("two.test"), application("b").domain("one.test"));
        Plan plan = world.plan(wanted);
        assertEquals("a []\nb [a]\n", order(plan));
        assertEquals("done", outcome(plan, wanted));
    }

    private static String order(Plan plan) {
        StringBuilder order = new StringBuilder();
        plan.stages()
                .forEach(s ->
                        order.append(s.title()).append(" ").append(s.after()).append("\n"));
        return order.toString().replace("prepare project, ", "").replace("prepare project", "");
    }

    /** Why a stage ends instances of another application. */
    private static String stops(Plan plan, String stage, String other) {
        StringBuilder causes = new StringBuilder();
        plan.stages().stream()
                .filter(s -> s.title().equals(stage))
                .flatMap(s -> s.steps().stream())
                .filter(step -> step.action().toString().startsWith("stop shop-" + other + "-"))
                .forEach(step -> causes.append(step.cause()).append("\n"));
        return causes.toString();
    }

    /** With nobody writing, after any call, to what another one writes to. */
    private String outcome(Plan plan, Project wanted) {
        world.faults.afterEach(new Guarantees(world, world.deploying(wanted), plan)::check);
        PlanOutcome outcome = world.execute(plan);
        world.faults.afterEach(() -> {});
        return outcome.succeeded() ? "done" : outcome.message();
    }

    private void assertPlan(String expected, Plan plan) {
        assertEquals(expected, world.text(plan));
    }
}
