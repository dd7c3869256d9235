package dev.berth.core.reconcile;

import java.time.Duration;
import java.util.Optional;

/** Lets tests of other packages drive a fleet one turn at a time, in their own thread. */
public record FleetDoor(Fleet fleet) {
    /** From now on what happens on the engine is heard. */
    public void listen() {
        fleet.listen();
    }

    /** One turn of every lane; after what time one has more to do of itself. */
    public Duration turn() {
        return fleet.turn();
    }

    /** Asks every instance whose time it is how it is. */
    public void ask() {
        fleet.ask();
    }

    /** How long no instance is to be asked; empty when none is watched. */
    public Optional<Duration> untilAsked() {
        return fleet.untilAsked();
    }

    public void lookAround() {
        fleet.lookAround();
    }
}
