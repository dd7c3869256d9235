package dev.berth.core.reconcile;

import java.util.Locale;

/**
 * How a running instance answers its health check.
 *
 * @param failures in a row
 * @param why it failed last; empty when it did not
 */
public record InstanceHealth(State state, int failures, String why) {
    /** In one word. */
    public enum State {
        /** Not asked yet, or failing while it may, since it has only just started. */
        STARTING,
        HEALTHY,
        UNHEALTHY;

        /** The word in JSON and on the command line. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final InstanceHealth UNASKED = new InstanceHealth(State.STARTING, 0, "");
}
