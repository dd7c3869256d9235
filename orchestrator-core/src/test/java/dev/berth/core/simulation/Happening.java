package dev.berth.core.simulation;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.operate.RollbackResult;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import dev.berth.core.simulation.Hearing.Quality;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** What can happen; a new order of users is a new line here. */
enum Happening {
    APPLY(14, (s, r, p) -> s.apply(p, s.definition(p).next(r))),
    APPLY_AGAIN(2, Simulation::applyAgain),
    WRONG(1, (s, r, p) -> s.apply(p, s.definition(p).wrong(r))),
    STOP(3, (s, r, p) -> s.order(r, p, (o, a) -> o.stop(p, a, "tester"))),
    START(3, (s, r, p) -> s.order(r, p, (o, a) -> o.start(p, a, "tester"))),
    RESTART(3, (s, r, p) -> s.order(r, p, (o, a) -> o.restart(p, a, "tester"))),
    DEPLOY(3, (s, r, p) -> s.order(r, p, (o, a) -> o.deploy(p, a, "tester"))),
    SCALE(4, (s, r, p) -> {
        int replicas = 1 + r.nextInt(3);
        return s.order(r, p, (o, a) -> o.scale(p, a, replicas, "tester"));
    }),
    ROLLBACK(3, (s, r, p) -> {
        RollbackResult result = s.operations().rollback(p, application(r), OptionalLong.empty(), "tester");
        return result.getClass().getSimpleName();
    }),
    DELETE(1, (s, r, p) -> said(s.operations().removeProject(p, false, "tester"))),
    DELETE_WITH_VOLUMES(1, (s, r, p) -> said(s.operations().removeProject(p, true, "tester"))),
    CANCEL(4, (s, r, p) -> {
        List<Deployment> all = s.operations().deployments(Optional.empty(), Optional.empty(), 2);
        return all.isEmpty()
                ? "nothing"
                : String.valueOf(
                        s.operations().cancel(all.get(r.nextInt(all.size())).id()));
    }),

    MEDDLE(8, (s, r, p) -> {
        Optional<ObservedInstance> victim = s.instance(r, p);
        Meddling how = Meddling.values()[r.nextInt(Meddling.values().length)];
        victim.filter(i -> i.isRunning() || how == Meddling.REMOVE)
                .map(ObservedInstance::name)
                .ifPresent(name -> s.meddle(name, how));
        return how + " " + victim.map(ObservedInstance::name);
    }),
    FALL_SICK(4, (s, r, p) -> {
        Optional<ObservedInstance> victim = s.instance(r, p).filter(ObservedInstance::isRunning);
        victim.map(ObservedInstance::name).ifPresent(s::fallSick);
        return String.valueOf(victim.map(ObservedInstance::name));
    }),
    VISIT(4, (s, r, p) -> {
        Optional<InstanceName> visited =
                s.instance(r, p).filter(ObservedInstance::isRunning).map(ObservedInstance::name);
        int connections = r.nextInt(3);
        visited.ifPresent(name -> s.engine().connected(name, connections));
        return connections + " of " + visited;
    }),
    LOSE_NETWORK(2, (s, r, p) -> s.disturb(() -> s.engine().loseNetwork(p))),
    DISCONNECT_PROXY(2, (s, r, p) -> s.disturb(() -> s.engine().disconnectProxy(p))),
    LOSE_ROUTES(2, (s, r, p) -> s.disturb(() -> s.routes().lose(p))),
    LOSE_VOLUME(1, (s, r, p) -> done(() -> s.engine().loseVolume(p + "_data"))),
    LOSE_IMAGE(2, (s, r, p) -> done(() -> s.engine().loseImage(name(r) + ":" + (1 + r.nextInt(3))))),
    PUSH(2, (s, r, p) -> {
        String image = name(r) + ":" + (1 + r.nextInt(3));
        return done(() -> s.engine().pushed(image, "sha256:" + image + r.nextInt(3)));
    }),
    PROXY_GONE(2, (s, r, p) -> s.disturb(() -> s.engine().proxyIsThere(false))),
    PROXY_BACK(2, (s, r, p) -> done(() -> s.engine().proxyIsThere(true))),
    REBOOT(1, (s, r, p) -> s.reboot(r)),
    ENGINE_AWAY(3, (s, r, p) -> s.engineIsAway(true)),
    ENGINE_BACK(3, (s, r, p) -> s.engineIsAway(false)),

    EVENTS(4, (s, r, p) -> {
        Quality quality = Quality.values()[r.nextInt(Quality.values().length)];
        s.hearing().become(quality);
        return quality.toString();
    }),
    DISK_FULL(2, (s, r, p) -> done(() -> s.disk().full(true))),
    DISK_FREE(2, (s, r, p) -> done(() -> s.disk().full(false))),
    CLOCK(2, (s, r, p) -> {
        Duration jump = Duration.ofMinutes(r.nextInt(20_000) - 10_000);
        s.scene().time().jump(jump);
        return jump.toString();
    }),
    SECONDS(6, (s, r, p) -> s.pass(Duration.ofSeconds(1 + r.nextInt(30)))),
    MINUTES(4, (s, r, p) -> s.pass(Duration.ofMinutes(1 + r.nextInt(12)))),
    HOURS(1, (s, r, p) -> s.pass(Duration.ofHours(1))),
    LOOK(2, (s, r, p) -> s.lookAround()),
    SHUT_DOWN(3, (s, r, p) -> s.shutDown());

    private static final int WEIGHTS =
            Arrays.stream(values()).mapToInt(h -> h.weight).sum();

    private final int weight;
    private final Act act;

    /** Does it, and says what it did. */
    interface Act {
        String on(Simulation simulation, Random random, ProjectName project);
    }

    Happening(int weight, Act act) {
        this.weight = weight;
        this.act = act;
    }

    String happen(Simulation simulation, long seed) {
        Random random = new Random(seed);
        ProjectName project = random.nextInt(4) == 0 ? Simulation.BLOG : Simulation.SHOP;
        return this + " " + project + " " + act.on(simulation, random, project);
    }

    static Happening drawn(Random random) {
        int drawn = random.nextInt(WEIGHTS);
        for (Happening each : values()) {
            drawn -= each.weight;
            if (drawn < 0) {
                return each;
            }
        }
        throw new IllegalStateException("weights");
    }

    private static String done(Runnable what) {
        what.run();
        return "";
    }

    private static String name(Random random) {
        return RandomProject.NAMES.get(random.nextInt(RandomProject.NAMES.size()));
    }

    static ApplicationName application(Random random) {
        return ApplicationName.of(name(random));
    }

    static String said(Optional<Deployment> ordered) {
        return ordered.map(d -> "→ deployment " + d.id()).orElse("→ nothing");
    }
}
