package dev.berth.core.reconcile;

import dev.berth.core.context.Uploads;
import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.PlanExecutor;
import dev.berth.core.deploy.ProbingHealthGate;
import dev.berth.core.engine.Faults;
import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.operate.Addresses;
import dev.berth.core.operate.ApplicationStatus;
import dev.berth.core.operate.ApplyResult;
import dev.berth.core.operate.Comparison;
import dev.berth.core.operate.Definition;
import dev.berth.core.operate.Definitions;
import dev.berth.core.operate.Operations;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.route.InMemoryRoutes;
import dev.berth.core.store.Store;
import dev.berth.core.time.ManualTimekeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** A whole Berth on an engine in memory, driven one turn at a time; the clock moves only while something waits. */
public final class TestBerth implements AutoCloseable {
    public static final ProjectName SHOP = ProjectName.of("shop");

    /** What outlives a daemon: its machine, with the engine, the proxy and the data directory. */
    record Machine(Path data, ManualTimekeeper time, Faults faults, InMemoryEngine engine, InMemoryRoutes routes) {
        static Machine with(Path data) {
            ManualTimekeeper time = new ManualTimekeeper();
            Faults faults = new Faults();
            return new Machine(data, time, faults, new InMemoryEngine(time, faults), new InMemoryRoutes(faults));
        }
    }

    public final Store store;
    public final InMemoryEngine engine;
    public final InMemoryRoutes routes;
    public final Fleet fleet;
    public final Operations operations;
    private final Machine machine;

    private TestBerth(Machine machine, Store store) {
        this.machine = machine;
        this.store = store;
        this.engine = machine.engine();
        this.routes = machine.routes();
        ManualTimekeeper time = machine.time();
        Definitions definitions = new Definitions(store, new NoUploads(), Set.of());
        World world = new World(
                store,
                engine,
                routes,
                new ProbingHealthGate(engine, time),
                new PlanExecutor(time, 1),
                definitions,
                time,
                new Random(1),
                true);
        this.fleet = new Fleet(world, Map.of(), Duration.ofSeconds(30));
        this.operations = new Operations(
                store,
                fleet,
                definitions,
                new Comparison(engine, routes, true),
                new Addresses(8080, 8443, false),
                time);
        fleet.open();
    }

    private record NoUploads() implements Uploads {
        @Override
        public boolean has(String digest) {
            return false;
        }

        @Override
        public Optional<String> text(String digest) {
            return Optional.empty();
        }
    }

    /** A new Berth in this directory, on a machine of its own. */
    public static TestBerth in(Path data) {
        return on(Machine.with(data));
    }

    static TestBerth on(Machine machine) {
        return new TestBerth(machine, Store.open(machine.data(), machine.time()::now));
    }

    /** The same machine under a new daemon. */
    public TestBerth restarted() {
        close();
        return on(machine);
    }

    public void pass(Duration duration) {
        machine.time().pass(duration);
    }

    public ApplyResult apply(String text) {
        return operations.apply(
                SHOP, new Definition("shop.yml", text, Map.of()), OptionalLong.empty(), true, false, "tester");
    }

    /** Applies and lets the lane work until it rests; the deployment as it ended. */
    public Deployment deploy(String text) {
        ApplyResult result = apply(text);
        if (result instanceof ApplyResult.Started started) {
            settle();
            return operations.deployment(started.deployment().id()).orElseThrow();
        }
        throw new AssertionError(result.toString());
    }

    /** Lets every lane work until none has anything to do now. */
    public void settle() {
        for (int turns = 0; turns < 200; turns++) {
            if (fleet.turn().compareTo(Duration.ZERO) > 0) {
                return;
            }
        }
        throw new AssertionError("the lanes do not come to rest");
    }

    /** Asks every instance that is due how it is, then lets the lanes work. */
    public void askAndSettle() {
        fleet.ask();
        settle();
    }

    public ApplicationStatus status(String application) {
        return operations.project(SHOP).orElseThrow().applications().stream()
                .filter(a -> a.name().equals(ApplicationName.of(application)))
                .findFirst()
                .orElseThrow();
    }

    /** Such as {@code redis running, web exited}. */
    public String running() {
        return engine.observe(SHOP).instances().stream()
                .map(i -> i.name().release().application() + " "
                        + i.state().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    public ObservedInstance instance(String application) {
        return engine.observe(SHOP).instances().stream()
                .filter(i -> i.name().release().application().text().equals(application))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        fleet.close();
        store.close();
    }
}
