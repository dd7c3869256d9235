package dev.berth.core.time;

import java.time.Duration;
import java.time.Instant;

/** Time and all waiting for it, so that a simulation can drive what waits. */
public interface Timekeeper {
    /** The time of day; may jump. */
    Instant now();

    /** Time since some fixed moment; never goes back, so that deadlines and durations are measured with it. */
    Duration elapsed();

    /** Returns after at least {@code duration}; at once when it is zero or negative. */
    void sleep(Duration duration) throws InterruptedException;

    /** Makes what one thread can wait for and another give. */
    default Bell bell() {
        return new MonitorBell();
    }

    /** The machine's own clock. */
    static Timekeeper system() {
        return new SystemTimekeeper();
    }
}
