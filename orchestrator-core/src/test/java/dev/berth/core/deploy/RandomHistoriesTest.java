package dev.berth.core.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.Faults;
import dev.berth.core.engine.Faults.Fault;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.plan.Action;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.plan.Situation;
import dev.berth.core.project.Application;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.Project;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.ApplicationRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds whatever happens: deployments, failures at any call, cancels, crashes, and people at the engine. */
final class RandomHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("berth.histories", 300);
    private static final int LENGTH = 12;

    private World world;
    private Random random;
    private RandomShop shop;
    private Project current;

    @Test
    void theGuaranteesHold() {
        long first = Long.getLong("berth.seed", 1);
        for (long seed = first; seed < first + HISTORIES; seed++) {
            try {
                history(seed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + tail(), e);
            }
        }
    }

    private String tail() {
        List<String> log = world.log;
        return String.join("\n", log.subList(Math.max(0, log.size() - 80), log.size()));
    }

    private void history(long seed) {
        random = new Random(seed);
        world = new World();
        shop = new RandomShop(random, world.engine);
        current = shop.project();
        for (int i = 0; i < LENGTH; i++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> deploy(Fault.NONE);
                case 3 -> deploy(Fault.values()[1 + random.nextInt(Fault.values().length - 1)]);
                case 4 -> meddle();
                case 5 -> toggleStopped();
                case 6 -> restart();
                default -> crashWhileHealing();
            }
            heal();
        }
    }

    private void deploy(Fault fault) {
        current = random.nextBoolean() ? shop.project() : current;
        world.log.add("--- deploy with " + fault);
        run(() -> world.deploying(current), fault);
    }

    private void restart() {
        List<Application> applications = new ArrayList<>(current.applications());
        Application one = applications.get(random.nextInt(applications.size()));
        world.log.add("--- restart " + one.name());
        Map<InstanceName, String> replace = new TreeMap<>();
        world.engine.observe(World.SHOP).instances().stream()
                .filter(i -> i.name().release().application().equals(one.name()))
                .forEach(i -> replace.put(i.name(), "restart"));
        run(() -> world.healing().withReplace(replace), Fault.values()[random.nextInt(Fault.values().length)]);
    }

    private void crashWhileHealing() {
        meddle();
        world.log.add("--- crash while healing");
        run(world::healing, Fault.CRASH);
    }

    private void toggleStopped() {
        ApplicationName name =
                current.applications().get(random.nextInt(current.applications().size())).name();
        if (!world.stopped.remove(name)) {
            world.stopped.add(name);
        }
        world.log.add("--- stopped " + world.stopped);
        run(world::healing, Fault.NONE);
    }

    private void meddle() {
        List<ObservedInstance> instances = world.engine.observe(World.SHOP).instances();
        if (instances.isEmpty()) {
            return;
        }
        ObservedInstance victim = instances.get(random.nextInt(instances.size()));
        Meddling what = Meddling.values()[random.nextInt(Meddling.values().length)];
        world.log.add("--- " + what + " " + victim.name());
        if (what != Meddling.PAUSE || victim.isRunning()) {
            world.engine.meddle(victim.name(), what);
        }
        switch (random.nextInt(10)) {
            case 0 -> world.engine.loseNetwork(World.SHOP);
            case 1 -> world.engine.disconnectProxy(World.SHOP);
            case 2 -> world.engine.loseImage("web:1");
            default -> world.log.add("nothing else");
        }
    }

    /** Executes the plan of a situation and looks at everything after each single call. */
    private void run(Supplier<Situation> now, Fault fault) {
        Situation situation = now.get();
        Plan plan = Planner.plan(situation);
        world.log.add(plan.toString());
        assertEquals(plan.toString(), Planner.plan(situation).toString());
        assertNoVolumeIsRemoved(plan);
        Set<ApplicationName> mustServe = mustServe(situation);
        Set<InstanceName> before = names();
        world.faults.afterEach(() -> {
            assertServing(mustServe);
            assertOneWriter();
        });
        if (fault != Fault.NONE) {
            world.faults.at(1 + random.nextInt(25), fault);
        }
        Optional<PlanOutcome> outcome = execute(plan);
        world.faults.none();
        assertServing(mustServe);
        world.faults.afterEach(() -> {});
        if (outcome.isPresent() && outcome.get().succeeded()) {
            assertEquals("", Planner.plan(withoutOrders(now.get())).toString(), "a second time");
        } else if (outcome.isPresent() && fault == Fault.NONE) {
            assertNothingIsLeftOver(before);
        }
    }

    private static Situation withoutOrders(Situation situation) {
        return situation.withReplace(Map.of());
    }

    private Optional<PlanOutcome> execute(Plan plan) {
        try {
            PlanOutcome outcome = world.execute(plan);
            world.log.add("outcome " + outcome);
            return Optional.of(outcome);
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof Faults.Crash) {
                world.log.add("crashed");
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whatever happened, healing makes true what was accepted, and then has nothing to do. */
    private void heal() {
        world.log.add("--- heal");
        Plan plan = Planner.plan(world.healing());
        world.log.add(plan.toString());
        assertNoVolumeIsRemoved(plan);
        Set<ApplicationName> mustServe = mustServe(world.healing());
        world.faults.afterEach(() -> {
            assertServing(mustServe);
            assertOneWriter();
        });
        PlanOutcome outcome = world.execute(plan);
        world.faults.afterEach(() -> {});
        assertTrue(outcome.succeeded(), outcome::message);
        assertEquals("", Planner.plan(world.healing()).toString(), "after healing");
    }

    /** Start-first applications that are wholly well, and stay wanted. */
    private Set<ApplicationName> mustServe(Situation situation) {
        Set<ApplicationName> must = new TreeSet<>();
        for (DesiredApplication wanted : situation.wanted().applications()) {
            boolean routed = !wanted.domains().isEmpty()
                    && !wanted.stopped()
                    && situation.accepted().application(wanted.name()).isPresent();
            boolean startFirst = wanted.order() == DeployPolicy.Order.START_FIRST
                    && situation.observed().instances().stream()
                            .filter(i -> i.name().release().application().equals(wanted.name()))
                            .noneMatch(ObservedInstance::writesVolume);
            if (routed && startFirst && isServing(wanted.name())) {
                must.add(wanted.name());
            }
        }
        return must;
    }

    private void assertServing(Set<ApplicationName> must) {
        List<ApplicationName> down = must.stream().filter(a -> !isServing(a)).toList();
        assertEquals(List.of(), down, "these do not serve after " + last());
    }

    private String last() {
        List<String> calls = world.faults.calls();
        return calls.isEmpty() ? "nothing" : calls.get(calls.size() - 1);
    }

    /** Whether every instance that gets traffic runs, is on the network and is healthy. */
    private boolean isServing(ApplicationName application) {
        Optional<ApplicationRoutes> routes = world.routes.routes(World.SHOP, application);
        return routes.isPresent()
                && !routes.get().instances().isEmpty()
                && routes.get().instances().stream().allMatch(this::isFit);
    }

    private boolean isFit(InstanceName name) {
        return world.engine.observe(World.SHOP).instances().stream()
                .anyMatch(i -> i.name().equals(name)
                        && i.isRunning()
                        && i.attached()
                        && !i.imageId().contains(":bad"));
    }

    /** No two releases write the same data at once. */
    private void assertOneWriter() {
        Map<ApplicationName, Set<String>> writers = world.engine.observe(World.SHOP).instances().stream()
                .filter(i -> i.writesVolume() && i.isRunning())
                .collect(Collectors.groupingBy(
                        i -> i.name().release().application(),
                        TreeMap::new,
                        Collectors.mapping(
                                i -> i.name().release().toString(), Collectors.toCollection(TreeSet::new))));
        writers.forEach((application, releases) ->
                assertEquals(1, releases.size(), () -> "writers of one volume: " + releases + " after " + last()));
    }

    private static void assertNoVolumeIsRemoved(Plan plan) {
        plan.stages().stream().flatMap(s -> s.steps().stream()).forEach(step -> {
            assertTrue(!(step.action() instanceof Action.RemoveVolume), plan::toString);
            assertTrue(step.undo().stream().noneMatch(Action.RemoveVolume.class::isInstance), plan::toString);
        });
    }

    /** A failed stage leaves no instance that was not there, unless it is of a release that is accepted now. */
    private void assertNothingIsLeftOver(Set<InstanceName> before) {
        Set<InstanceName> left = names();
        left.removeAll(before);
        left.removeIf(name -> world.acceptedState().applications().stream()
                .anyMatch(a -> a.release().name().equals(name.release())));
        assertEquals(Set.of(), left, "left over");
    }

    private Set<InstanceName> names() {
        return world.engine.observe(World.SHOP).instances().stream()
                .map(ObservedInstance::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
