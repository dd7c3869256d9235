package dev.berth.core.simulation;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.operate.ApplyResult;
import dev.berth.core.operate.Definition;
import dev.berth.core.operate.Operations;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.InMemoryRoutes;
import dev.berth.core.route.RouteException;
import dev.berth.core.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * One history, carried out: the real reader, resolver, planner, executor, reconciler and store on an engine, a proxy, a
 * disk and a clock in memory. Everything happens in the caller's thread, one call after the other, so that the same history
 * comes to the same end each time.
 */
final class Simulation {
    static final ProjectName SHOP = ProjectName.of("shop");
    static final ProjectName BLOG = ProjectName.of("blog");
    static final List<ProjectName> PROJECTS = List.of(BLOG, SHOP);
    private static final int MOST_TURNS = 300;
    private static final int MOST_LIVES = 30;
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final History history;
    private final Machine machine;
    private final Map<ProjectName, RandomProject> definitions =
            Map.of(SHOP, new RandomProject("shop"), BLOG, new RandomProject("blog"));
    private final List<String> told = new ArrayList<>();
    private final Ended ended;
    private Duration fullLook;
    /** After what time a lane has something to do of itself. */
    private Duration lanes = Duration.ZERO;

    private int next;

    Simulation(History history, Disk disk, PlantedBug bug) {
        this.history = history;
        this.machine = Machine.with(disk, history.seed(), bug);
        this.ended = new Ended(this);
        this.fullLook = now().plus(Daemon.FULL_LOOK);
    }

    /** What happened, a line each. */
    List<String> told() {
        machine.fate().takeNotable().forEach(call -> told.add("    " + call));
        return told;
    }

    /** @throws Violation when an invariant does not hold */
    void run() {
        try {
            while (next < history.moves().size()) {
                survive(this::happen);
                survive(this::settle);
                machine.fate().withdrawInterjection();
            }
            theGoodEnd();
            machine.fate().refuseDead();
        } finally {
            machine.close();
        }
    }

    private void theGoodEnd() {
        machine.putRight();
        GoodEnd end = new GoodEnd(this);
        List<Duration> patience =
                List.of(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(11), Duration.ofMinutes(30));
        String problem = "";
        for (Duration each : patience) {
            pass(each);
            problem = end.problem();
            if (problem.isEmpty()) {
                end.assertAtRest();
                return;
            }
        }
        throw new Violation("when faults stop, what is observed becomes what is desired", problem);
    }

    private void happen() {
        machine.belated();
        Move move = history.moves().get(next++);
        machine.fate().plan(move.mishaps());
        if (next < history.moves().size() && history.moves().get(next).at() > 0) {
            machine.fate().interject(history.moves().get(next).at(), this::happen);
        }
        try {
            tell(move.what().happen(this, move.seed()));
        } catch (EngineException | RouteException | StoreException e) {
            tell(move.what() + " was refused: " + e.getMessage());
        }
    }

    /** When the daemon dies on the way, the next one goes on. */
    private void survive(Runnable what) {
        try {
            what.run();
            return;
        } catch (Fate.Crash e) {
            tell("the daemon dies");
        }
        for (int lives = 0; lives < MOST_LIVES; lives++) {
            try {
                machine.nextDaemon();
                settle();
                return;
            } catch (Fate.Crash e) {
                tell("the next one dies");
            }
        }
        throw new IllegalStateException("more deaths than were planned");
    }

    private void tell(String what) {
        machine.fate().takeNotable().forEach(mishap -> told.add("    " + mishap));
        told.add(what);
    }

    /** Lets every lane work until none has anything to do now; after what time one has. */
    Duration settle() {
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            machine.invariants().atRest();
            Duration pause = machine.daemon().fleet().turn();
            machine.fate().refuseDead();
            ended.look();
            if (machine.daemon().isEnded()) {
                machine.nextDaemon();
            } else if (pause.compareTo(Duration.ZERO) > 0) {
                return pause;
            }
        }
        throw new Violation("the lanes come to rest", MOST_TURNS + " turns");
    }

    /** Lets time go by, with the lanes working, events arriving and every instance asked when it is due. */
    String pass(Duration duration) {
        if (machine.fate().isInside()) {
            machine.scene().time().pass(duration);
            return duration.toString();
        }
        Duration end = now().plus(duration);
        while (now().compareTo(end) < 0) {
            survive(this::beat);
            machine.scene().time().pass(pause(end));
        }
        survive(this::beat);
        return duration.toString();
    }

    private void beat() {
        machine.belated();
        machine.hearing().arrive();
        if (now().compareTo(fullLook) >= 0) {
            lookAround();
        }
        machine.daemon().fleet().ask();
        lanes = settle();
    }

    private Duration pause(Duration end) {
        Duration rest = min(lanes, min(end.minus(now()), fullLook.minus(now())));
        Duration asked = machine.daemon().fleet().untilAsked().orElse(rest);
        Duration pause = min(rest, asked);
        return pause.compareTo(SHORTEST) > 0 ? pause : SHORTEST;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Duration now() {
        return machine.scene().time().elapsed();
    }

    String lookAround() {
        fullLook = now().plus(Daemon.FULL_LOOK);
        if (machine.bug().looksAround()) {
            machine.daemon().fleet().lookAround();
        }
        return "";
    }

    String apply(ProjectName project, String text) {
        Definition definition = new Definition(project + ".yml", text, Map.of());
        ApplyResult result = operations().apply(project, definition, OptionalLong.empty(), true, false, "tester");
        return result.getClass().getSimpleName() + " " + text.replace("\n", "\\n");
    }

    static String applyAgain(Simulation simulation, Random random, ProjectName project) {
        Optional<Definition> newest = simulation.operations().definition(project);
        return newest.map(d -> simulation.apply(project, d.text())).orElse("nothing");
    }

    /** An order about one application. */
    String order(
            Random random, ProjectName project, BiFunction<Operations, ApplicationName, Optional<Deployment>> order) {
        ApplicationName application = Happening.application(random);
        return application + " " + Happening.said(order.apply(operations(), application));
    }

    Optional<ObservedInstance> instance(Random random, ProjectName project) {
        List<ObservedInstance> all = machine.everything(project);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    void meddle(InstanceName name, Meddling how) {
        machine.invariants().disturbed(name);
        machine.engine().meddle(name, how);
    }

    String engineIsAway(boolean now) {
        machine.engineIsAway(now);
        return "";
    }

    String disturb(Runnable how) {
        machine.invariants().disturbed();
        how.run();
        return "";
    }

    void fallSick(InstanceName name) {
        machine.invariants().disturbed(name);
        machine.engine().sick(name, true);
    }

    /** Nothing runs any more, and nobody heard why; a database may need several starts to recover. */
    String reboot(Random random) {
        machine.hearing().become(Hearing.Quality.LOST);
        for (ProjectName project : PROJECTS) {
            machine.everything(project).stream()
                    .filter(ObservedInstance::isRunning)
                    .map(ObservedInstance::name)
                    .forEach(name -> {
                        meddle(name, Meddling.KILL);
                        boolean recovers = name.release().application().text().equals("db");
                        machine.engine().endAtNextStarts(name, recovers ? random.nextInt(4) : 0);
                    });
        }
        machine.hearing().become(Hearing.Quality.GOOD);
        machine.fate().die();
        return "";
    }

    String shutDown() {
        machine.daemon().end();
        return "";
    }

    Machine machine() {
        return machine;
    }

    Operations operations() {
        return machine.daemon().operations;
    }

    RandomProject definition(ProjectName project) {
        return definitions.get(project);
    }

    InMemoryEngine engine() {
        return machine.engine();
    }

    InMemoryRoutes routes() {
        return machine.routes();
    }

    Hearing hearing() {
        return machine.hearing();
    }

    Disk disk() {
        return machine.disk();
    }

    Scene scene() {
        return machine.scene();
    }
}
