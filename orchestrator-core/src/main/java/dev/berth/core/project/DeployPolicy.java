package dev.berth.core.project;

import java.time.Duration;
import java.util.Optional;

/**
 * How a new release takes over.
 *
 * @param order empty: start-first, but stop-first with a host port or a writable volume
 * @param patience how long a new instance may take until it is healthy
 * @param drain how long requests in flight may take to end
 * @param monitor how long the new release is watched before it is accepted
 * @param keep how many earlier releases stay restorable
 */
public record DeployPolicy(
        Optional<Order> order, Duration patience, Duration drain, Duration monitor, boolean autoRollback, int keep) {
    /** Which of the old and the new release goes first. */
    public enum Order {
        START_FIRST,
        STOP_FIRST
    }

    public static final DeployPolicy DEFAULT = new DeployPolicy(
            Optional.empty(), Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(10), true, 5);
}
