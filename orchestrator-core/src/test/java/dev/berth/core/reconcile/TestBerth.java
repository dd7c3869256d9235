package dev.berth.core.reconcile;

import dev.berth.core.context.Uploads;
import dev.berth.core.definition.HostRules;
import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.PlanExecutor;
import dev.berth.core.deploy.ProbingHealthGate;
import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.operate.Addresses;
import dev.berth.core.operate.ApplicationStatus;
import dev.berth.core.operate.ApplyResult;
import dev.berth.core.operate.Comparison;
import dev.berth.core.operate.Definition;
import dev.berth.core.operate.Definitions;
import dev.berth.core.operate.Operations;
import dev.berth.core.plan.HealthGate;
import dev.berth.core.plan.NeededImages;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.route.ApplicationRoutes;
import dev.berth.core.route.InMemoryRoutes;
import dev.berth.core.route.RoutePublisher;
import dev.berth.core.route.RouteSnapshot;
import dev.berth.core.store.Store;
import dev.berth.core.time.ManualTimekeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A whole Berth on a machine in memory, driven one turn at a time; the clock moves only while something waits. */
public final class TestBerth implements AutoCloseable {
    public static final ProjectName SHOP = ProjectName.of("shop");

    public final Machine machine;
    public final Store store;
    public final InMemoryEngine engine;
    public final InMemoryRoutes routes;
    public final Fleet fleet;
    public final Operations operations;
    private final Definitions definitions;
    private final World world;

    private TestBerth(Machine machine, int width, UnaryOperator<HealthGate> gate) {
        this.machine = machine;
        this.store = machine.openStore();
        this.engine = machine.engine();
        this.routes = machine.routes();
        ManualTimekeeper time = machine.time();
        this.definitions = new Definitions(store, new NoUploads(), HostRules.NONE);
        this.world = new World(
                store,
                engine,
                routes,
                gate.apply(new ProbingHealthGate(engine, time, 1)),
                new PlanExecutor(time, width),
                definitions,
                time,
                new Random(1),
                true);
        this.fleet = new Fleet(world, machine.builtIn(), Duration.ofSeconds(30));
        this.operations = operations(routes);
    }

    private Operations operations(RoutePublisher compared) {
        return new Operations(
                store,
                fleet,
                definitions,
                new Comparison(engine, compared, true),
                Addresses.plain(8080, 8443),
                machine.time());
    }

    /** The same operations, for a user who is so slow that something happens while a definition is compared. */
    Operations operationsWhile(Runnable compares) {
        return operations(new RoutePublisher() {
            @Override
            public RouteSnapshot observe(ProjectName project) {
                RouteSnapshot before = routes.observe(project);
                compares.run();
                return before;
            }

            @Override
            public void publish(ProjectName project, ApplicationRoutes wanted) {
                routes.publish(project, wanted);
            }

            @Override
            public void withdraw(ProjectName project, ApplicationName application) {
                routes.withdraw(project, application);
            }

            @Override
            public void confirm(ProjectName project, ApplicationRoutes wanted, Duration patience) {
                routes.confirm(project, wanted, patience);
            }

            @Override
            public void tryOut(
                    ProjectName project, ApplicationRoutes wanted, Duration patience, Runnable afterFailure) {
                routes.tryOut(project, wanted, patience, afterFailure);
            }
        });
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
        return on(machine, gate -> gate);
    }

    /** One that was not started yet. */
    static TestBerth waiting(Machine machine) {
        return new TestBerth(machine, 1, gate -> gate);
    }

    /** One that waits for health in this way. */
    static TestBerth on(Machine machine, UnaryOperator<HealthGate> gate) {
        TestBerth berth = new TestBerth(machine, 1, gate);
        berth.fleet.listen();
        return berth;
    }

    /** One whose lanes and stages have threads of their own, and which waits for health in this way. */
    static TestBerth withThreads(Machine machine, UnaryOperator<HealthGate> gate) {
        TestBerth berth = new TestBerth(machine, 4, gate);
        berth.fleet.start();
        return berth;
    }

    /** The same machine under a new daemon, which has had a look. */
    public TestBerth restarted() {
        close();
        TestBerth next = on(machine);
        next.settle();
        return next;
    }

    public ApplyResult apply(String text) {
        return apply(text, false);
    }

    public ApplyResult apply(String text, boolean lookAgain) {
        return operations.apply(
                SHOP, new Definition("shop.yml", text, Map.of()), OptionalLong.empty(), true, lookAgain, "tester");
    }

    /** Applies and lets the lane work until it rests; the deployment as it ended. */
    public Deployment deploy(String text) {
        return settled(started(apply(text)));
    }

    /** What an apply started. */
    public static Deployment started(ApplyResult result) {
        if (result instanceof ApplyResult.Started started) {
            return started.deployment();
        }
        throw new AssertionError(result.toString());
    }

    /** An order about an application, such as {@code operations::stop}. */
    interface Order {
        Optional<Deployment> give(ProjectName project, ApplicationName application, String actor);
    }

    Deployment ordered(Order order, String application) {
        return order.give(SHOP, ApplicationName.of(application), "tester").orElseThrow();
    }

    /** Gives an order and lets the lane work until it rests; the deployment as it ended. */
    Deployment carriedOut(Order order, String application) {
        return settled(ordered(order, application));
    }

    private Deployment settled(Deployment deployment) {
        settle();
        return now(deployment);
    }

    public Deployment now(Deployment deployment) {
        return operations.deployment(deployment.id()).orElseThrow();
    }

    /** Built images of the shop that no release needs. */
    List<String> spareImages() {
        DesiredState requested = store.revisions()
                .newest(SHOP)
                .map(revision -> definitions.of(SHOP, revision.number()))
                .orElse(new DesiredState(SHOP, List.of()));
        List<String> earlier = store.earlier().all(SHOP).stream()
                .flatMap(release -> Stream.of(release.image(), release.imageId()))
                .toList();
        return NeededImages.of(store.accepted().state(SHOP), requested, earlier, engine.observe(SHOP))
                .spare(engine.builtImages(SHOP));
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

    /** Lets time go by, second by second, with the lanes working and every instance asked how it is when it is due. */
    public void pass(Duration duration) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            machine.time().pass(Duration.ofSeconds(1));
            fleet.ask();
            settle();
        }
    }

    /** Looks at everything, as from time to time, and lets the lanes work. */
    void lookAround() {
        fleet.lookAround();
        settle();
    }

    /** A lane of its own for the shop, beside the fleet's. */
    ProjectLane lane() {
        return lane(() -> true);
    }

    /** The same where there is not always room for one deployment more. */
    ProjectLane lane(BooleanSupplier room) {
        return new ProjectLane(SHOP, world, Optional.empty(), new LaneListener() {
            @Override
            public void told() {}

            @Override
            public void looked(ProjectLane lane) {}

            @Override
            public boolean enter() {
                return room.getAsBoolean();
            }

            @Override
            public void leave() {}

            @Override
            public String proxyTrouble() {
                return "";
            }
        });
    }

    /** Does this to the application's only instance behind Berth's back, and lets the lanes work. */
    void meddle(String application, Meddling what) {
        engine.meddle(instance(application).name(), what);
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

    /** The instances that get the application's requests, without the hex digits of the release. */
    String routed(String application) {
        return routes.routes(SHOP, ApplicationName.of(application))
                .map(r -> brief(r.instances().toString()))
                .orElse("nowhere");
    }

    public ObservedInstance instance(String application) {
        return instances(application).stream().findFirst().orElseThrow();
    }

    /** How somebody would start an application's first instance by hand. */
    InstanceStart startOf(String application) {
        DesiredApplication accepted = store.accepted()
                .state(SHOP)
                .application(ApplicationName.of(application))
                .orElseThrow();
        return new InstanceStart(
                accepted.release().instance(1), accepted.release(), accepted.resources(), accepted.restart(), true);
    }

    List<ObservedInstance> instances(String application) {
        return engine.observe(SHOP).instances().stream()
                .filter(i -> i.name().release().application().text().equals(application))
                .toList();
    }

    /** What was told until now, a line each, without the hex digits of releases. */
    String told() {
        return store.occurrences().next(0, 1_000).stream()
                .map(o -> o.kind() + ": " + brief(o.message()) + "\n")
                .collect(Collectors.joining());
    }

    private static String brief(String text) {
        return text.replaceAll("-[0-9a-f]{8}(?=-|\\b)", "");
    }

    @Override
    public void close() {
        fleet.close();
        store.close();
    }
}
