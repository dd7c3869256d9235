package dev.berth.core.plan;

import dev.berth.core.project.HealthCheck;
import dev.berth.core.release.InstanceName;
import java.time.Duration;
import java.util.Optional;

/** Waits until instances are what they should be; failures are {@link HealthException}s. */
public interface HealthGate {
    /**
     * Returns when the instance is healthy.
     *
     * @param declared the user's check; when empty the image's own, and without one {@code fallback}
     * @param patience at most this long; an instance that ends fails at once
     */
    void awaitHealthy(InstanceName instance, Optional<HealthCheck> declared, HealthCheck fallback, Duration patience);

    /** Returns when the instance has ended with exit code 0; any other end, or {@code patience}, is a failure. */
    void awaitCompleted(InstanceName instance, Duration patience);
}
