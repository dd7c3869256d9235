package dev.berth.core.simulation;

import dev.berth.core.context.Uploads;
import dev.berth.core.definition.HostRules;
import dev.berth.core.deploy.PlanExecutor;
import dev.berth.core.deploy.ProbingHealthGate;
import dev.berth.core.engine.Engine;
import dev.berth.core.operate.Addresses;
import dev.berth.core.operate.Comparison;
import dev.berth.core.operate.Definitions;
import dev.berth.core.operate.Operations;
import dev.berth.core.reconcile.Fleet;
import dev.berth.core.reconcile.FleetDoor;
import dev.berth.core.reconcile.World;
import dev.berth.core.route.RoutePublisher;
import dev.berth.core.store.Store;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** One life of the real thing: everything of Berth's but what touches the world, driven one turn at a time. */
final class Daemon {
    /** Longer than a daemon's, since it costs the most of a simulated hour. */
    static final Duration FULL_LOOK = Duration.ofMinutes(5);

    final Store store;
    final Definitions definitions;
    final Operations operations;
    private final Fleet fleet;
    private final FleetDoor door;
    private boolean ended;

    /** @param bug that is planted in it */
    Daemon(Store store, Engine engine, RoutePublisher routes, Scene scene, long seed, PlantedBug bug) {
        this.store = store;
        this.definitions = new Definitions(store, new NoUploads(), HostRules.NONE);
        Engine seen = bug.engine(engine);
        RoutePublisher led = bug.routes(routes, engine);
        World world = new World(
                store,
                seen,
                led,
                bug.health(new ProbingHealthGate(seen, scene.time(), 1)),
                new PlanExecutor(scene.time(), 1),
                definitions,
                scene.time(),
                bug.random(new Random(seed)),
                true);
        this.fleet = new Fleet(world, Map.of(), FULL_LOOK);
        this.door = new FleetDoor(fleet);
        this.operations = new Operations(
                store, fleet, definitions, new Comparison(seen, led, true), Addresses.plain(8080, 8443), scene.time());
        door.listen();
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

    FleetDoor fleet() {
        return door;
    }

    /** Told to end; what it has under way comes to a halt soon. */
    void end() {
        ended = true;
        fleet.close();
    }

    boolean isEnded() {
        return ended;
    }

    /** Nothing of it is left but what it wrote. */
    void vanish() {
        fleet.close();
        Thread.interrupted();
    }
}
