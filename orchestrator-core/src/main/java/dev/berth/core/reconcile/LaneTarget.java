package dev.berth.core.reconcile;

import dev.berth.core.deploy.Deployment;
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
    static LaneTarget healing(World world) {
        return of(world, world.store().accepted().again(), OptionalLong.empty(), "healing");
    }

    /** @param accepted what the order accepts */
    static LaneTarget ordered(World world, Deployment deployment, AcceptedReleases accepted) {
        return of(world, accepted, OptionalLong.of(deployment.id()), deployment.cause());
    }

    private static LaneTarget of(World world, AcceptedReleases accepted, OptionalLong deployment, String cause) {
        return new LaneTarget(
                world.engine(),
                world.routes(),
                world.health(),
                accepted,
                new StoredWords(world.engine(), world.store().endedLogs(), deployment, cause),
                ProgressSink.silent());
    }
}
