package dev.berth.core.reconcile;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.plan.AcceptedReleases;
import dev.berth.core.plan.HealthGate;
import dev.berth.core.plan.LastWords;
import dev.berth.core.plan.Target;
import dev.berth.core.route.RoutePublisher;
import java.util.OptionalLong;

/** The world that a lane's plans act on. */
record LaneTarget(
        Engine engine,
        RoutePublisher routes,
        HealthGate health,
        AcceptedReleases accepted,
        LastWords lastWords,
        ProgressSink progress)
        implements Target {
    /**
     * @param revision from which what is accepted comes
     * @param deployment empty for healing
     */
    static LaneTarget of(World world, long revision, OptionalLong deployment, String cause) {
        return new LaneTarget(
                world.engine(),
                world.routes(),
                world.health(),
                world.store().accepted().during(revision),
                new StoredWords(world.engine(), world.store().endedLogs(), deployment, cause),
                ProgressSink.silent());
    }
}
