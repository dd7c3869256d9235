package dev.berth.core.deploy;

import static dev.berth.core.deploy.World.project;
import static dev.berth.core.project.ApplicationBuilder.application;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.Faults;
import dev.berth.core.engine.Faults.Fault;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.Script;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.plan.Situation;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.Project;
import dev.berth.core.release.InstanceName;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** One thing is done again and again, and each time another call of it goes wrong, in every way a call can. */
final class FaultAtEveryCallTest {
    private static final Project RUNNING =
            project(web(1).env("PORT", "1"), database().env("MODE", "a"));

    private static ApplicationBuilder web(int replicas) {
        return application("web").domain("shop.test").replicas(replicas).dependsOn("redis");
    }

    private static ApplicationBuilder database() {
        return application("redis").volume("data", "/data");
    }

    @Test
    void aFirstDeployment() {
        everyCallFails(world -> {}, world -> world.deploying(RUNNING));
    }

    @Test
    void aNewRelease() {
        Project next = project(web(1).env("PORT", "2"), database().env("MODE", "b"));
        everyCallFails(world -> world.deployed(RUNNING), world -> world.deploying(next));
    }

    @Test
    void aNewReleaseOfSeveralInstances() {
        Project next = project(web(3).env("PORT", "2"), database().env("MODE", "a"));
        everyCallFails(world -> world.deployed(RUNNING), world -> world.deploying(next));
    }

    @Test
    void aBrokenRelease() {
        Project next = project(web(2).image("web:broken"), database().env("MODE", "a"));
        everyCallFails(
                world -> {
                    world.deployed(RUNNING);
                    world.engine.script("web:broken", Script.exits(1, "no"));
                },
                world -> world.deploying(next));
    }

    @Test
    void otherDomainLimitsAndNumber() {
        Project next = project(
                web(3).env("PORT", "1").domain("other.test").memory(64 << 20),
                database().env("MODE", "a").memory(64 << 20));
        everyCallFails(world -> world.deployed(RUNNING), world -> world.deploying(next));
    }

    @Test
    void fewerInstances() {
        Project before = project(web(3), database());
        Project next = project(web(1), database());
        everyCallFails(world -> world.deployed(before), world -> world.deploying(next));
    }

    @Test
    void moreInstances() {
        Project before = project(web(1), database());
        Project next = project(web(3), database());
        everyCallFails(world -> world.deployed(before), world -> world.deploying(next));
    }

    @Test
    void aNewReleaseThatStopsFirst() {
        Project before = project(web(1).publish(8080).env("PORT", "1"), database());
        Project next = project(web(1).publish(8080).env("PORT", "2"), database().env("MODE", "b"));
        everyCallFails(world -> world.deployed(before), world -> world.deploying(next));
    }

    @Test
    void aJobAndWhoWaitsForIt() {
        Project before = project(migrated("1"), database(), application("init").job());
        Project next =
                project(migrated("2"), database(), application("init").job().env("MODE", "b"));
        everyCallFails(
                world -> {
                    world.engine.script("init:1", Script.exits(0));
                    world.deployed(before);
                },
                world -> world.deploying(next));
    }

    private static ApplicationBuilder migrated(String mode) {
        return application("web")
                .domain("shop.test")
                .env("MODE", mode)
                .dependsOn("init", Dependency.Condition.SERVICE_COMPLETED_SUCCESSFULLY);
    }

    @Test
    void whatSomebodyChangedAboutEverything() {
        Project two = project(web(2), database());
        everyCallFails(
                world -> {
                    world.deployed(two);
                    for (InstanceName name : all(world, "").keySet()) {
                        world.engine.meddle(name, Meddling.RENAME);
                        world.engine.meddle(name, Meddling.CONNECT_ELSEWHERE);
                        world.engine.meddle(name, Meddling.CHANGE_LIMITS);
                        world.engine.meddle(name, Meddling.CHANGE_RESTART_POLICY);
                    }
                    world.engine.meddle(world.instance(two, "web", 1), Meddling.PAUSE);
                },
                World::healing);
    }

    @Test
    void aRestart() {
        everyCallFails(
                world -> world.deployed(RUNNING), world -> world.healing().withReplace(all(world, "restart")));
    }

    @Test
    void aRemovedApplication() {
        Project next = project(application("web").domain("shop.test").env("PORT", "1"));
        everyCallFails(world -> world.deployed(RUNNING), world -> world.deploying(next));
    }

    @Test
    void anotherNameForWhatWritesAVolume() {
        Project before = project(web(1), database());
        Project next = project(
                application("web").domain("shop.test").dependsOn("cache"),
                application("cache").volume("data", "/data").publish(8080));
        everyCallFails(world -> world.deployed(before), world -> world.deploying(next));
    }

    @Test
    void aDomainThatMoves() {
        Project before = project(application("web").domain("shop.test"), application("site"));
        Project next =
                project(application("web"), application("site").env("PORT", "2").domain("shop.test"));
        everyCallFails(world -> world.deployed(before), world -> world.deploying(next));
    }

    @Test
    void healingBehindTheProxy() {
        Project two = project(web(2), database());
        everyCallFails(
                world -> {
                    world.deployed(two);
                    world.engine.meddle(world.instance(two, "web", 1), Meddling.KILL);
                    world.engine.meddle(world.instance(two, "redis", 1), Meddling.REMOVE);
                },
                World::healing);
    }

    @Test
    void healingOfEverythingAtOnce() {
        Project two = project(web(2), database());
        everyCallFails(
                world -> {
                    world.deployed(two);
                    world.engine.loseNetwork(World.SHOP);
                    world.engine.meddle(world.instance(two, "web", 1), Meddling.KILL);
                    world.engine.meddle(world.instance(two, "redis", 1), Meddling.REMOVE);
                },
                World::healing);
    }

    private static Map<InstanceName, String> all(World world, String cause) {
        Map<InstanceName, String> all = new TreeMap<>();
        world.engine.observe(World.SHOP).instances().forEach(i -> all.put(i.name(), cause));
        return all;
    }

    private static void everyCallFails(Consumer<World> history, Function<World, Situation> order) {
        int calls = attempt(history, order, 0, Fault.NONE);
        assertTrue(calls > 3, () -> "only " + calls + " calls");
        for (int n = 1; n <= calls; n++) {
            for (Fault fault : Fault.values()) {
                attempt(history, order, n, fault);
            }
        }
    }

    private static int attempt(Consumer<World> history, Function<World, Situation> order, int n, Fault fault) {
        World world = new World();
        history.accept(world);
        world.faults.forgetCalls();
        Situation situation = order.apply(world);
        Plan plan = Planner.plan(situation);
        Guarantees guarantees = new Guarantees(world, situation, plan);
        world.faults.afterEach(guarantees::check);
        if (fault != Fault.NONE) {
            world.faults.at(n, fault);
        }
        try {
            PlanOutcome outcome = world.execute(plan);
            guarantees.check();
            if (!outcome.message().contains("could not be taken back")) {
                guarantees.checkNothingIsLeftOver();
            }
        } catch (IllegalStateException e) {
            assertTrue(e.getCause() instanceof Faults.Crash, e::toString);
        } catch (AssertionError e) {
            throw new AssertionError(fault + " at call " + n + " of\n" + plan + world.faults.calls(), e);
        }
        int calls = world.faults.calls().size();
        world.faults.none();
        world.faults.afterEach(() -> {});
        PlanOutcome healed = world.heal();
        assertTrue(healed.succeeded(), () -> fault + " at call " + n + ", then healing: " + healed.message());
        assertEquals(
                "", Planner.plan(world.healing()).toString(), () -> fault + " at call " + n + ", then healing twice");
        return calls;
    }
}
