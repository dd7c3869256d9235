package dev.berth.core.simulation;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.Faults;
import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.InMemoryRoutes;
import dev.berth.core.route.RouteException;
import dev.berth.core.route.RoutePublisher;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What outlives a daemon, with the one that lives on it now. */
final class Machine {
    private static final Set<String> CHANGING = Set.of(
            "createNetwork",
            "removeNetwork",
            "joinProxy",
            "createVolume",
            "removeVolume",
            "provideImage",
            "removeImage",
            "start",
            "attach",
            "stop",
            "remove",
            "update");
    /** Method → the call that is the first half of it. */
    private static final Map<String, String> FIRST_HALVES = Map.of("start", "create ", "attach", "detach ");

    private static final Set<String> LEADING = Set.of("publish", "withdraw");

    private final Scene scene = Scene.empty();
    private final Faults faults = new Faults();
    private final Hearing hearing = new Hearing();
    private final InMemoryEngine engine = new InMemoryEngine(scene.time(), faults);
    private final InMemoryRoutes routes = new InMemoryRoutes(faults);
    private final DaemonsBooks books = new DaemonsBooks(this);
    private final Invariants invariants = new Invariants(engine, routes, books, scene.fate(), scene.time());
    private final Disk disk;
    private final long seed;
    private final PlantedBug bug;
    private final Engine reached;
    private final RoutePublisher led;
    private Map<String, String> accepted = new TreeMap<>();
    private Daemon daemon;
    private boolean away;

    private Machine(Disk disk, long seed, PlantedBug bug) {
        this.disk = disk;
        this.seed = seed;
        this.bug = bug;
        Port.Manner ofEngine = new Port.Manner(
                CHANGING,
                reason -> new EngineException(EngineException.Kind.TIMED_OUT, reason),
                true,
                FIRST_HALVES.keySet(),
                this::half);
        this.reached = hearing.through(Port.of(Engine.class, engine, ofEngine, scene, invariants));
        Port.Manner ofProxy = new Port.Manner(
                LEADING,
                reason -> new RouteException(RouteException.Kind.NOT_WRITTEN, reason, null),
                false,
                Set.of(),
                this::half);
        this.led = Port.of(RoutePublisher.class, routes, ofProxy, scene, invariants);
        disk.begin(scene, this::committing);
        RandomProject.script(engine);
        engine.createNetwork(Invariants.STRANGER);
        engine.foreignVolume(Invariants.STRANGER + "_data");
        daemon = born();
    }

    static Machine with(Disk disk, long seed, PlantedBug bug) {
        return new Machine(disk, seed, bug);
    }

    private void half(String method, Runnable whole) {
        faults.on(FIRST_HALVES.get(method), Faults.Fault.CRASH);
        whole.run();
        faults.none();
    }

    private Daemon born() {
        return new Daemon(disk.open(), reached, led, scene, seed, bug);
    }

    /** Looks at what is about to be written. */
    private void committing() {
        Map<String, String> now = books.fingerprints();
        if (!now.equals(accepted)) {
            now.forEach((application, fingerprint) -> {
                if (!fingerprint.equals(accepted.get(application))) {
                    books.judge(application, invariants);
                }
            });
            accepted = now;
        }
    }

    void nextDaemon() {
        daemon.vanish();
        hearing.forget();
        scene.fate().revive();
        bug.atStart(daemon.store);
        daemon = born();
        accepted = books.fingerprints();
    }

    /** From now on nothing goes wrong any more. */
    void putRight() {
        scene.fate().allIsWell();
        disk.full(false);
        engine.proxyIsThere(true);
        hearing.become(Hearing.Quality.GOOD);
        engineIsAway(false);
    }

    /** Who listens hears of it only when it was otherwise before. */
    void engineIsAway(boolean now) {
        if (away != now) {
            away = now;
            engine.away(now);
        }
    }

    /** What was asked for long ago takes place. */
    void belated() {
        while (!scene.belated().isEmpty()) {
            scene.belated().poll().run();
        }
    }

    List<ObservedInstance> everything(ProjectName project) {
        return engine.seen(project).instances();
    }

    /** Whether an instance passed its last probe, and nobody has disturbed it since. */
    boolean isWell(InstanceName name) {
        return invariants.isProven(name);
    }

    boolean isAccepted(InstanceName name) {
        return books.isAccepted(name.release());
    }

    /** Whether somebody else than the daemon had a hand in that it is there. */
    boolean isOwedToOthers(InstanceName name) {
        return invariants.isOwedToOthers(name);
    }

    /** Whether the engine stopped it when nobody waited for that any more. */
    boolean isStoppedLate(InstanceName name) {
        return invariants.isStoppedLate(name);
    }

    Set<String> images(ProjectName project) {
        return books.images(project);
    }

    void close() {
        daemon.vanish();
    }

    Scene scene() {
        return scene;
    }

    Fate fate() {
        return scene.fate();
    }

    Hearing hearing() {
        return hearing;
    }

    InMemoryEngine engine() {
        return engine;
    }

    InMemoryRoutes routes() {
        return routes;
    }

    Invariants invariants() {
        return invariants;
    }

    Disk disk() {
        return disk;
    }

    PlantedBug bug() {
        return bug;
    }

    Daemon daemon() {
        return daemon;
    }
}
