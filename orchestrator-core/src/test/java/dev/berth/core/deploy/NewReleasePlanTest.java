package dev.berth.core.deploy;

import static dev.berth.core.deploy.World.project;
import static dev.berth.core.project.ApplicationBuilder.application;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.Project;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a new release takes the place of the old one, as {@code berth plan} prints it. */
final class NewReleasePlanTest {
    private static final ApplicationName WEB = ApplicationName.of("web");

    private final World world = new World();

    private static ApplicationBuilder web() {
        return application("web").image("web:1").domain("shop.test");
    }

    private static ApplicationBuilder redis() {
        return application("redis").image("redis:7").volume("data", "/data");
    }

    @Test
    void aNewReleaseStartsBesideTheOldOneWhichStandsByWhileItIsWatched() {
        world.running(project(web().env("PORT", "1").env("MODE", "a")));
        assertPlan(
                """
                web:
                  publish web → shop-web-aaaaaaaa-1, to be tried: shop-web-bbbbbbbb-1  (nobody is led to it before it was tried)  else publish web → shop-web-aaaaaaaa-1
                  start shop-web-bbbbbbbb-1                                            (configuration changed: env PORT)  else remove shop-web-bbbbbbbb-1
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
                world.plan(project(web().env("PORT", "2").env("MODE", "a"))));
    }

    @Test
    void onlyWhatAnswersAtTheSamePortAndUnderTheSamePathsStandsBy() {
        world.running(project(web().env("PORT", "1")));
        assertTrue(world.text(world.plan(project(web().env("PORT", "2")))).contains("standing by"));
        String other = world.text(world.plan(project(web().env("PORT", "2").port(9000))));
        assertTrue(other.contains("publish web → shop-web-bbbbbbbb-1 "), other);
        assertFalse(other.contains("stand"), other);
    }

    @Test
    void onlyWhatWillHaveVisitorsIsTriedBesideTheOldOne() {
        world.running(project(web().env("PORT", "1")));
        for (ApplicationBuilder next : List.of(
                web().env("PORT", "2"),
                web().env("PORT", "2").port(9000),
                application("web").image("web:1").env("PORT", "2").domain("other.test"))) {
            String plan = world.text(world.plan(project(next)));
            assertTrue(plan.contains("publish web → shop-web-aaaaaaaa-1, to be tried: shop-web-bbbbbbbb-1 "), plan);
        }
        String plan = world.text(
                world.plan(project(application("web").image("web:1").port(8000).env("PORT", "2"))));
        assertFalse(plan.contains("to be tried"), plan);
    }

    @Test
    void oneThatWritesAVolumeStopsFirst() {
        world.running(project(redis()));
        assertPlan(
                """
                redis:
                  pull image redis:8                    (image changed)
                  stop shop-redis-aaaaaaaa-1            (makes room for the new release, with downtime: both would write to one volume)  else start shop-redis-aaaaaaaa-1, await healthy shop-redis-aaaaaaaa-1
                  start shop-redis-bbbbbbbb-1           (image changed)  else remove shop-redis-bbbbbbbb-1
                  await healthy shop-redis-bbbbbbbb-1   (before anything relies on it)
                  watch shop-redis-bbbbbbbb-1 for 10 s  (the old release can come back until then)
                  accept shop-redis-bbbbbbbb            (proven healthy)
                  update shop-redis-bbbbbbbb-1          (proven: the engine may restart it)
                  remove shop-redis-aaaaaaaa-1          (replaced)
                """,
                world.plan(project(redis().image("redis:8"))));
    }

    @Test
    void oneThatWritesAVolumeStartsFirstByWish() {
        world.running(project(redis()));
        assertPlan(
                """
                redis:
                  pull image redis:8                     (image changed)
                  start shop-redis-bbbbbbbb-1            (image changed)  else remove shop-redis-bbbbbbbb-1
                  await healthy shop-redis-bbbbbbbb-1    (before anything relies on it)
                  attach shop-redis-bbbbbbbb-1 as redis  (from now on siblings reach it as redis)
                  watch shop-redis-bbbbbbbb-1 for 10 s   (the old release can come back until then)
                  accept shop-redis-bbbbbbbb             (proven healthy)
                  update shop-redis-bbbbbbbb-1           (proven: the engine may restart it)
                  stop shop-redis-aaaaaaaa-1             (replaced)
                  remove shop-redis-aaaaaaaa-1           (replaced)
                """,
                world.plan(project(redis().image("redis:8").order(DeployPolicy.Order.START_FIRST))));
    }

    @Test
    void whatWroteAVolumeUntilNowStopsFirstToo() {
        world.running(project(application("redis").volume("data", "/data")));
        assertPlan(
                """
                redis:
                  stop shop-redis-aaaaaaaa-1            (makes room for the new release, with downtime: both would write to one volume)  else start shop-redis-aaaaaaaa-1, await healthy shop-redis-aaaaaaaa-1
                  start shop-redis-bbbbbbbb-1           (configuration changed: volumes)  else remove shop-redis-bbbbbbbb-1
                  await healthy shop-redis-bbbbbbbb-1   (before anything relies on it)
                  watch shop-redis-bbbbbbbb-1 for 10 s  (the old release can come back until then)
                  accept shop-redis-bbbbbbbb            (proven healthy)
                  update shop-redis-bbbbbbbb-1          (proven: the engine may restart it)
                  remove shop-redis-aaaaaaaa-1          (replaced)
                """,
                world.plan(project(application("redis"))));
    }

    @Test
    void changedSourcesBuildAnotherImage() {
        world.running(project(web().build(".")));
        world.uploads.put(".", "sha256:" + "2".repeat(64));
        assertPlan(
                """
                web:
                  build image shop/web:4560d8de435a                                    (sources changed)
                  publish web → shop-web-aaaaaaaa-1, to be tried: shop-web-bbbbbbbb-1  (nobody is led to it before it was tried)  else publish web → shop-web-aaaaaaaa-1
                  start shop-web-bbbbbbbb-1                                            (sources changed)  else remove shop-web-bbbbbbbb-1
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
                world.plan(project(web().build("."))));
    }

    @Test
    void aStartWaitsForARunningSiblingToBeHealthy() {
        world.running(project(redis(), web()));
        assertPlan(
                """
                web:
                  pull image web:2                                                     (image changed)
                  await healthy shop-redis-aaaaaaaa-1                                  (web starts only when redis is healthy)
                  publish web → shop-web-aaaaaaaa-1, to be tried: shop-web-bbbbbbbb-1  (nobody is led to it before it was tried)  else publish web → shop-web-aaaaaaaa-1
                  start shop-web-bbbbbbbb-1                                            (image changed)  else remove shop-web-bbbbbbbb-1
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
                world.plan(project(redis(), web().image("web:2").dependsOn("redis"))));
    }

    @Test
    void aStoppedApplicationIsNotDeployed() {
        Project shop = world.running(project(web(), redis()));
        world.stopped.add(WEB);
        assertPlan(
                """
                web:
                  withdraw routes of web                      (stopped by the user)
                  drain shop-web-aaaaaaaa-1 for at most 10 s  (what is in flight ends in peace)
                  stop shop-web-aaaaaaaa-1                    (stopped by the user)  else start shop-web-aaaaaaaa-1, await healthy shop-web-aaaaaaaa-1
                """,
                world.plan(shop));
        world.execute(world.plan(shop));
        assertPlan("", world.plan(shop));
        assertPlan("", world.plan(project(web().env("PORT", "2"), redis())));
        world.stopped.clear();
        assertPlan(
                """
                web:
                  start shop-web-aaaaaaaa-1          (its container had stopped (exit code 0))
                  await healthy shop-web-aaaaaaaa-1  (before it gets traffic)
                  publish web → shop-web-aaaaaaaa-1  (routes follow what is healthy)  else withdraw routes of web
                  confirm routes of web              (the proxy serves it)
                """,
                world.plan(shop));
    }

    @Test
    void anotherRecipeForFingerprintsRestartsNothing() {
        Project shop = world.running(project(web()));
        world.acceptAgainAs("v0");
        assertPlan("", world.plan(shop));
        assertPlan("", Planner.plan(world.healing()));
    }

    private void assertPlan(String expected, Plan plan) {
        assertEquals(expected, world.text(plan));
    }
}
