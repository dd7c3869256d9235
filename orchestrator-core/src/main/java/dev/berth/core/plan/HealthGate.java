package dev.berth.core.plan;

import dev.berth.core.project.HealthCheck;
import dev.berth.core.release.InstanceName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits until instances are what they should be; failures are {@link HealthException}s. */
public interface HealthGate {
    /**
     * Returns when the instance is healthy. One that has a port is not before it answers there, whatever the check asks.
     *
     * @param declared the user's check; when empty the image's own, and without one {@code fallback}
     * @param fallback TCP on the port, for one that has a port
     * @param patience at most this long; an instance that ends fails at once
     */
    void awaitHealthy(InstanceName instance, Optional<HealthCheck> declared, HealthCheck fallback, Duration patience);

    /**
     * Returns when the instances have gone on passing their check for so long, and at most as much later as one look takes;
     * one that ends, or does not pass twice in a row, is a failure at once. A check that suddenly takes much longer than
     * before does not pass, whatever its timeout.
     */
    void watch(List<InstanceName> instances, Optional<HealthCheck> declared, HealthCheck fallback, Duration monitor);

    /** Returns at once; that the instance has ended is a failure. */
    void requireRunning(InstanceName instance);

    /** Returns when the proxy has no connection to the instance anymore, or after {@code patience}; never a failure. */
    void awaitDrained(InstanceName instance, Duration patience);

    /** Returns when the instance has ended with exit code 0; any other end, or {@code patience}, is a failure. */
    void awaitCompleted(InstanceName instance, Duration patience);
}
