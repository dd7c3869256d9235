package dev.berth.core.reconcile;

import dev.berth.core.plan.HealthGate;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.release.InstanceName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Does something else before each wait for an instance. */
record InterposedGate(HealthGate gate, Consumer<InstanceName> before) implements HealthGate {
    @Override
    public void awaitHealthy(
            InstanceName instance, Optional<HealthCheck> declared, HealthCheck fallback, Duration patience) {
        before.accept(instance);
        gate.awaitHealthy(instance, declared, fallback, patience);
    }

    @Override
    public void watch(
            List<InstanceName> instances, Optional<HealthCheck> declared, HealthCheck fallback, Duration monitor) {
        instances.forEach(before);
        gate.watch(instances, declared, fallback, monitor);
    }

    @Override
    public void requireRunning(InstanceName instance) {
        gate.requireRunning(instance);
    }

    @Override
    public void awaitDrained(InstanceName instance, Duration patience) {
        before.accept(instance);
        gate.awaitDrained(instance, patience);
    }

    @Override
    public void awaitCompleted(InstanceName instance, Duration patience) {
        before.accept(instance);
        gate.awaitCompleted(instance, patience);
    }
}
