package dev.berth.core.plan;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.route.RoutePublisher;

/** The world that an {@link Action} acts on. */
public interface Target {
    Engine engine();

    RoutePublisher routes();

    HealthGate health();

    AcceptedReleases accepted();

    LastWords lastWords();

    /** Hears what long steps have to say while they run. */
    ProgressSink progress();
}
