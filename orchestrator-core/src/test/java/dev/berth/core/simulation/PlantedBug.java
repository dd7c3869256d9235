package dev.berth.core.simulation;

import dev.berth.core.engine.Engine;
import dev.berth.core.plan.HealthGate;
import dev.berth.core.route.RoutePublisher;
import dev.berth.core.store.Store;
import java.util.random.RandomGenerator;

/** A mistake put between the daemon's parts and what they stand on, as if it were in them; by default none. */
interface PlantedBug {
    PlantedBug NONE = new PlantedBug() {};

    default Engine engine(Engine right) {
        return right;
    }

    /** @param engine that the same daemon works with */
    default RoutePublisher routes(RoutePublisher right, Engine engine) {
        return right;
    }

    default HealthGate health(HealthGate right) {
        return right;
    }

    default RandomGenerator random(RandomGenerator right) {
        return right;
    }

    /** What it does to the store of a daemon that begins its life. */
    default void atStart(Store store) {}

    /** Whether the periodic look takes place. */
    default boolean looksAround() {
        return true;
    }
}
