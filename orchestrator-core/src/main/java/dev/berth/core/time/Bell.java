package dev.berth.core.time;

import java.time.Duration;

/** What one thread waits for and others give; made by a {@link Timekeeper}. It stays rung until somebody has waited. */
public interface Bell {
    void ring();

    /** Returns true when it was rung, false after {@code atMost}; either way it is silent again. */
    boolean await(Duration atMost) throws InterruptedException;
}
