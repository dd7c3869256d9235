package dev.berth.core.deploy;

import static dev.berth.core.deploy.World.project;
import static dev.berth.core.project.ApplicationBuilder.application;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Project;
import dev.berth.core.project.Restart;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.ApplicationRoutes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was stopped to make room has not ended by itself, whatever its exit code and its restart policy. */
final class MakingRoomPlanTest {
    private final World world = new World();

    private static ApplicationBuilder redis(Restart restart) {
        return application("redis").image("redis:7").volume("data", "/data").restart(restart);
    }

    private static ApplicationBuilder redis() {
        return redis(new Restart.OnFailure(0));
    }

    private static ApplicationBuilder newer() {
        return redis().env("A", "b");
    }

    @Test
    void itIsMarkedBeforeItStops() {
        world.running(project(redis()));
        assertPlan(
                """
                redis:
                  mark shop-redis-aaaaaaaa-1            (so that it comes back should this be cut off)
                  stop shop-redis-aaaaaaaa-1            (makes room for the new release, with downtime: both would write to one volume)  else start shop-redis-aaaaaaaa-1, await healthy shop-redis-aaaaaaaa-1
                  start shop-redis-bbbbbbbb-1           (configuration changed: env A)  else remove shop-redis-bbbbbbbb-1
                  await healthy shop-redis-bbbbbbbb-1   (before anything relies on it)
                  watch shop-redis-bbbbbbbb-1 for 10 s  (the old release can come back until then)
                  accept shop-redis-bbbbbbbb            (proven healthy)
                  update shop-redis-bbbbbbbb-1          (proven: the engine may restart it)
                  remove shop-redis-aaaaaaaa-1          (replaced)
                """,
                world.plan(project(newer())));
    }

    @Test
    void aFurtherAttemptCanTakeBackWhatTheFirstDid() {
        begun();
        Plan plan = world.plan(project(newer()));
        assertPlan(
                """
                redis:
                  leave shop-redis-aaaaaaaa-1 as it is  (it has stopped already)  else start shop-redis-aaaaaaaa-1, await healthy shop-redis-aaaaaaaa-1
                  leave shop-redis-bbbbbbbb-1 as it is  (from an earlier attempt)  else remove shop-redis-bbbbbbbb-1
                  await healthy shop-redis-bbbbbbbb-1   (before anything relies on it)
                  watch shop-redis-bbbbbbbb-1 for 10 s  (the old release can come back until then)
                  accept shop-redis-bbbbbbbb            (proven healthy)
                  update shop-redis-bbbbbbbb-1          (proven: the engine may restart it)
                  remove shop-redis-aaaaaaaa-1          (replaced)
                """,
                plan);
        assertEquals("the old release shop-redis-aaaaaaaa takes over again", otherwise(plan));
    }

    @Test
    void whatAnotherAttemptStartedIsEndedBeforeAnythingCanBeTakenBack() {
        begun();
        Plan plan = world.plan(project(redis().env("A", "c")));
        assertPlan(
                """
                redis:
                  stop shop-redis-bbbbbbbb-1            (left over, and in the new one's way)
                  leave shop-redis-aaaaaaaa-1 as it is  (it has stopped already)  else start shop-redis-aaaaaaaa-1, await healthy shop-redis-aaaaaaaa-1
                  start shop-redis-cccccccc-1           (configuration changed: env A)  else remove shop-redis-cccccccc-1
                  await healthy shop-redis-cccccccc-1   (before anything relies on it)
                  watch shop-redis-cccccccc-1 for 10 s  (the old release can come back until then)
                  accept shop-redis-cccccccc            (proven healthy)
                  update shop-redis-cccccccc-1          (proven: the engine may restart it)
                  remove shop-redis-aaaaaaaa-1          (replaced)
                clean up:
                  stop shop-redis-bbbbbbbb-1    (left over from an interrupted deployment)
                  remove shop-redis-bbbbbbbb-1  (left over from an interrupted deployment)
                """,
                plan);
    }

    @Test
    void whatVanishedMeanwhileMakesRoomToo() {
        Project shop = world.running(project(redis()));
        Plan plan = world.plan(project(newer()));
        world.engine.remove(world.instance(shop, "redis", 1));
        assertEquals("", world.execute(plan).message());
    }

    @Test
    void whatADeletionStopsIsMarkedToo() {
        world.running(project(redis()));
        assertPlan(
                """
                redis:
                  mark shop-redis-aaaaaaaa-1    (so that it comes back should this be cut off)
                  stop shop-redis-aaaaaaaa-1    (the project is deleted)
                  remove shop-redis-aaaaaaaa-1  (the project is deleted)
                clean up:
                  remove network shop  (the project is deleted)
                  forget redis         (the project is deleted)
                """,
                Planner.removal(
                        world.engine.observe(World.SHOP),
                        world.acceptedState(),
                        world.routes.observe(World.SHOP),
                        false));
    }

    @Test
    void healingStartsItAgain() {
        begun();
        assertPlan(
                """
                redis:
                  stop shop-redis-bbbbbbbb-1           (left over, and in the way)
                  start shop-redis-aaaaaaaa-1          (it had stopped to make room, and nothing took its place)
                  await healthy shop-redis-aaaaaaaa-1  (before anything relies on it)
                  update shop-redis-aaaaaaaa-1         (the engine has unless-stopped for it, as for one that makes room)
                clean up:
                  stop shop-redis-bbbbbbbb-1    (left over from an interrupted deployment)
                  remove shop-redis-bbbbbbbb-1  (left over from an interrupted deployment)
                """,
                Planner.plan(world.healing()));
    }

    @Test
    void oneThatDidNotStopAfterAllIsAsBefore() {
        Project shop = world.running(project(redis()));
        world.engine.update(
                world.instance(shop, "redis", 1),
                world.engine.observe(World.SHOP).instances().get(0).resources(),
                Restart.UNLESS_STOPPED);
        assertPlan(
                """
                redis:
                  update shop-redis-aaaaaaaa-1  (the engine has unless-stopped for it, as for one that makes room)
                """,
                Planner.plan(world.healing()));
        world.heal();
        assertPlan("", Planner.plan(world.healing()));
    }

    @Test
    void whatHasEndedByItselfStaysEndedAlsoWhenItsSuccessorFails() {
        Project shop = world.running(project(redis()));
        world.engine.end(world.instance(shop, "redis", 1), 0);
        Plan plan = world.plan(project(newer()));
        assertPlan(
                """
                redis:
                  start shop-redis-bbbbbbbb-1           (configuration changed: env A)  else remove shop-redis-bbbbbbbb-1
                  await healthy shop-redis-bbbbbbbb-1   (before anything relies on it)
                  watch shop-redis-bbbbbbbb-1 for 10 s  (the old release can come back until then)
                  accept shop-redis-bbbbbbbb            (proven healthy)
                  update shop-redis-bbbbbbbb-1          (proven: the engine may restart it)
                  remove shop-redis-aaaaaaaa-1          (replaced)
                """,
                plan);
        assertEquals("the old release did not run either", otherwise(plan));
        assertPlan("", Planner.plan(world.healing()));
    }

    @Test
    void whatAUserHadStoppedDoesNotComeBack() {
        begun();
        DesiredApplication redis = world.acceptedState().applications().get(0);
        world.stopped.add(redis.name());
        Plan plan = world.plan(project(newer()));
        assertEquals("", plan.only(stage -> !stage.title().equals("clean up")).toString());
    }

    @Test
    void oneThatIsReplacedByItsLikeComesBackToo() {
        Project shop = world.running(project(redis()));
        InstanceName old = world.instance(shop, "redis", 1);
        stopAsToMakeRoom(old);
        assertPlan(
                """
                redis:
                  leave shop-redis-aaaaaaaa-1 as it is  (it has stopped already)  else start shop-redis-aaaaaaaa-1, await healthy shop-redis-aaaaaaaa-1
                  start shop-redis-aaaaaaaa-2           (restart ordered)  else remove shop-redis-aaaaaaaa-2
                  await healthy shop-redis-aaaaaaaa-2   (before anything relies on it)
                  accept shop-redis-aaaaaaaa            (proven healthy)
                  remove shop-redis-aaaaaaaa-1          (restart ordered)
                """,
                Planner.plan(world.deploying(shop).withReplace(Map.of(old, "restart ordered"))));
    }

    @Test
    void requestsAreLedBackBeforeWhatAnEarlierAttemptStartedIsTakenAway() {
        ApplicationBuilder web = application("web").image("web:1").domain("shop.test");
        world.running(project(web));
        Project next = world.known(project(web.env("A", "b")));
        DesiredApplication wanted = world.wanted(next).applications().get(0);
        InstanceName made = wanted.release().instance(1);
        world.engine.start(new InstanceStart(made, wanted.release(), wanted.resources(), new Restart.No(), true));
        world.routes.publish(
                World.SHOP,
                new ApplicationRoutes(
                        wanted.name(),
                        wanted.domains(),
                        wanted.port().orElseThrow(),
                        wanted.sticky(),
                        false,
                        Optional.empty(),
                        List.of(made),
                        List.of(),
                        Optional.empty()));
        String plan = world.text(world.plan(next));
        assertEquals(
                "leave shop-web-bbbbbbbb-1 as it is  (from an earlier attempt)  else publish web →"
                        + " shop-web-aaaaaaaa-1, confirm routes of web, drain shop-web-bbbbbbbb-1 for at most 10 s,"
                        + " remove shop-web-bbbbbbbb-1",
                plan.lines().skip(1).findFirst().orElseThrow().strip().replaceAll(" {3,}", "  "));
        assertFalse(plan.contains("to be tried"), "visitors would be led back for that: " + plan);
    }

    /** As if a daemon had died after it had started the new release. */
    private void begun() {
        Project shop = world.running(project(redis()));
        stopAsToMakeRoom(world.instance(shop, "redis", 1));
        DesiredApplication next = world.wanted(world.known(project(newer())))
                .application(ApplicationName.of("redis"))
                .orElseThrow();
        world.engine.provideImage(World.SHOP, next.name(), next.release().image(), false, ProgressSink.silent());
        world.engine.start(new InstanceStart(
                next.release().instance(1), next.release(), next.resources(), new Restart.No(), true));
    }

    private void stopAsToMakeRoom(InstanceName name) {
        world.engine.update(
                name, world.engine.observe(World.SHOP).instances().get(0).resources(), Restart.UNLESS_STOPPED);
        world.engine.stop(name, Duration.ZERO);
    }

    private String otherwise(Plan plan) {
        return world.text(plan.stages().stream()
                .filter(stage -> stage.title().equals("redis"))
                .findFirst()
                .orElseThrow()
                .otherwise());
    }

    private void assertPlan(String expected, Plan plan) {
        assertEquals(expected, world.text(plan));
    }
}
