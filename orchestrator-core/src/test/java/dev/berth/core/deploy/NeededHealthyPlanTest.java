package dev.berth.core.deploy;

import static dev.berth.core.deploy.World.project;
import static dev.berth.core.project.ApplicationBuilder.application;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.plan.Stage;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency.Condition;
import dev.berth.core.project.Project;
import dev.berth.core.release.InstanceName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is planned for an application that wants a sibling healthy before it starts. */
final class NeededHealthyPlanTest {
    private static final ApplicationName WEB = ApplicationName.of("web");

    private final World world = new World();

    private static ApplicationBuilder web() {
        return application("web").image("web:1").domain("shop.test");
    }

    private static ApplicationBuilder redis() {
        return application("redis").image("redis:7").volume("data", "/data");
    }

    @Test
    void whatNeedsSomethingHealthyIsNotStartedWhileThatIsLeftAlone() {
        Project shop = world.running(project(
                web().dependsOn("redis", Condition.SERVICE_HEALTHY),
                application("site").domain("site.test").dependsOn("web", Condition.SERVICE_HEALTHY),
                redis()));
        world.engine.meddle(world.instance(shop, "redis", 1), Meddling.KILL);
        world.engine.meddle(world.instance(shop, "web", 1), Meddling.KILL);
        Map<ApplicationName, String> held =
                Map.of(ApplicationName.of("redis"), "the engine itself is starting it again");
        Plan whileHeld = Planner.plan(world.healing().withHeld(held));
        assertEquals("", whileHeld.toString(), "site runs, and goes on");
        assertEquals(Map.of(WEB, "waits for redis, which has to be healthy first"), whileHeld.waiting());
        world.engine.meddle(world.instance(shop, "site", 1), Meddling.KILL);
        Plan all = Planner.plan(world.healing().withHeld(held));
        assertEquals("", all.toString());
        assertEquals(
                "{site=waits for web, which has to be healthy first, web=waits for redis, which has to be healthy first}",
                all.waiting().toString());
        assertEquals(
                List.of("redis", "web", "site"),
                Planner.plan(world.healing()).stages().stream()
                        .map(Stage::title)
                        .toList());
    }

    @Test
    void whatNeedsSomethingHealthyWaitsForThatWhichRunsAndIsNotSick() {
        Project shop = world.running(project(web().dependsOn("redis", Condition.SERVICE_HEALTHY), redis().replicas(2)));
        world.engine.meddle(world.instance(shop, "redis", 1), Meddling.KILL);
        world.engine.meddle(world.instance(shop, "web", 1), Meddling.KILL);
        Map<ApplicationName, String> held = Map.of(ApplicationName.of("redis"), "left alone");
        assertEquals(
                """
                web:
                  await healthy shop-redis-aaaaaaaa-2  (web starts only when redis is healthy)
                  start shop-web-aaaaaaaa-1            (its container had stopped (exit code 137))
                  await healthy shop-web-aaaaaaaa-1    (before it gets traffic)
                """,
                world.text(Planner.plan(world.healing().withHeld(held))));
        InstanceName sick = world.instance(shop, "redis", 2);
        assertEquals(
                "",
                world.text(Planner.plan(world.healing()
                        .withHeld(held)
                        .withUnhealthy(Set.of(sick))
                        .withReplace(Map.of(sick, "sick")))));
    }

    @Test
    void whatWasStoppedByAUserHoldsUpNobody() {
        Project shop = world.running(project(web().dependsOn("redis", Condition.SERVICE_HEALTHY), redis()));
        world.stopped.add(ApplicationName.of("redis"));
        world.deployed(shop);
        world.engine.meddle(world.instance(shop, "web", 1), Meddling.KILL);
        assertHealing(
                """
                web:
                  start shop-web-aaaaaaaa-1          (its container had stopped (exit code 137))
                  await healthy shop-web-aaaaaaaa-1  (before it gets traffic)
                """);
    }

    private void assertHealing(String expected) {
        Plan plan = Planner.plan(world.healing());
        assertEquals(expected, world.text(plan));
    }
}
