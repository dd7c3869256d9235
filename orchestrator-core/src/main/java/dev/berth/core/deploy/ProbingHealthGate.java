package dev.berth.core.deploy;

import dev.berth.core.engine.Engine;
import dev.berth.core.plan.HealthGate;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.release.InstanceName;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.Optional;

/** Asks the engine again and again until an instance is what it should be. */
public final class ProbingHealthGate implements HealthGate {
    private final Engine engine;
    private final Timekeeper time;

    public ProbingHealthGate(Engine engine, Timekeeper time) {
        this.engine = engine;
        this.time = time;
    }

    @Override
    public void awaitHealthy(
            InstanceName instance, Optional<HealthCheck> declared, HealthCheck fallback, Duration patience) {
        throw new UnsupportedOperationException("being built " + engine + time);
    }

    @Override
    public void awaitCompleted(InstanceName instance, Duration patience) {
        throw new UnsupportedOperationException("being built");
    }
}
