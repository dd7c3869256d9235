package dev.berth.core.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.Faults;
import dev.berth.core.engine.Faults.Fault;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.plan.Situation;
import dev.berth.core.project.Application;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Project;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What holds whatever happens: deployments, failures at any call, cancels, crashes, and people at the engine. */
final class RandomHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("berth.histories", 60);
    private static final int LENGTH = 12;
    private static final List<Meddling> DRIFT = List.of(
            Meddling.RENAME, Meddling.CONNECT_ELSEWHERE, Meddling.CHANGE_LIMITS, Meddling.CHANGE_RESTART_POLICY);

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
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> deploy(Fault.NONE);
                case 3 -> deploy(Fault.values()[1 + random.nextInt(Fault.values().length - 1)]);
                case 4 -> meddle();
                case 5 -> toggleStopped();
                case 6 -> restart();
                case 7, 8 -> goBack();
                case 9 -> drift();
                case 10 -> scale();
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

    private void goBack() {
        List<DesiredApplication> known = world.acceptedState().applications().stream()
                .flatMap(a -> world.earlier.getOrDefault(a.name(), List.of()).stream())
                .toList();
        if (!known.isEmpty()) {
            DesiredApplication target = known.get(random.nextInt(known.size()));
            world.log.add("--- back to " + target.release().name());
            run(() -> world.goingBack(target), Fault.values()[random.nextInt(Fault.values().length)]);
        }
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

    /** What somebody changes about containers without ending them is put back without ending them. */
    private void drift() {
        for (ObservedInstance instance : world.engine.observe(World.SHOP).instances()) {
            Meddling what = DRIFT.get(random.nextInt(DRIFT.size()));
            world.log.add("--- " + what + " " + instance.name());
            world.engine.meddle(instance.name(), what);
        }
        int before = world.faults.calls().size();
        heal();
        List<String> calls = world.faults.calls();
        assertEquals(
                List.of(),
                calls.subList(before, calls.size()).stream()
                        .filter(call -> !call.matches("(restoreName|disconnect|update) .*"))
                        .toList(),
                "more than was called for");
    }

    /** Whoever runs and is not too many is left alone. */
    private void scale() {
        Project other = shop.scaled();
        if (!current.applications().stream().allMatch(a -> isSettled(a, other))) {
            return;
        }
        current = other;
        List<ObservedInstance> before = world.engine.observe(World.SHOP).instances();
        int asked = world.faults.calls().size();
        world.log.add("--- scale");
        run(() -> world.deploying(current), Fault.NONE);
        List<InstanceName> after = world.engine.observe(World.SHOP).instances().stream()
                .map(ObservedInstance::name)
                .toList();
        List<String> calls = world.faults.calls();
        for (ObservedInstance instance : before) {
            String name = instance.name().toString();
            if (instance.isRunning() && after.contains(instance.name())) {
                calls.subList(asked, calls.size()).stream()
                        .filter(call -> call.matches("(stop|start|remove|detach) " + name + "( .*)?"))
                        .forEach(call -> assertEquals("nothing", call, "to one that stays"));
            }
        }
    }

    /** Whether the application was accepted as it is now, and differs from the other project's in numbers only. */
    private boolean isSettled(Application application, Project other) {
        return world.wanted(other)
                .application(application.name())
                .filter(wanted -> world.acceptedState()
                        .application(application.name())
                        .filter(a -> a.release().name().equals(wanted.release().name()))
                        .isPresent())
                .isPresent();
    }

    private void crashWhileHealing() {
        meddle();
        world.log.add("--- crash while healing");
        run(world::healing, Fault.CRASH);
    }

    private void toggleStopped() {
        ApplicationName name = current.applications()
                .get(random.nextInt(current.applications().size()))
                .name();
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
        Guarantees guarantees = new Guarantees(world, situation, plan);
        world.faults.afterEach(guarantees::check);
        if (fault != Fault.NONE) {
            world.faults.at(1 + random.nextInt(25), fault);
        }
        Optional<PlanOutcome> outcome = execute(plan);
        world.faults.none();
        guarantees.check();
        world.faults.afterEach(() -> {});
        if (outcome.isPresent() && outcome.get().succeeded()) {
            assertEquals("", Planner.plan(withoutOrders(now.get())).toString(), "a second time");
        } else if (outcome.isPresent() && fault == Fault.NONE) {
            guarantees.checkNothingIsLeftOver();
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
        world.faults.afterEach(new Guarantees(world, world.healing(), plan)::check);
        PlanOutcome outcome = world.execute(plan);
        world.faults.afterEach(() -> {});
        assertTrue(outcome.succeeded(), outcome::message);
        assertEquals("", Planner.plan(world.healing()).toString(), "after healing");
        assertEquals(
                List.of(),
                world.engine.observe(World.SHOP).instances().stream()
                        .filter(i -> world.stopped.isEmpty())
                        .filter(i -> i.isRunning()
                                && (i.otherName().isPresent()
                                        || !i.otherNetworks().isEmpty()))
                        .map(ObservedInstance::name)
                        .toList(),
                "drifted");
    }
}
