package dev.berth.core.deploy;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.plan.AcceptedReleases;
import dev.berth.core.plan.HealthGate;
import dev.berth.core.plan.LastWords;
import dev.berth.core.plan.Target;
import dev.berth.core.route.RoutePublisher;

/** The world, with progress told under one stage's title. */
record StageTarget(Target world, ProgressSink progress) implements Target {
    @Override
    public Engine engine() {
        return world.engine();
    }

    @Override
    public RoutePublisher routes() {
        return world.routes();
    }

    @Override
    public HealthGate health() {
        return world.health();
    }

    @Override
    public AcceptedReleases accepted() {
        return world.accepted();
    }

    @Override
    public LastWords lastWords() {
        return world.lastWords();
    }
}
