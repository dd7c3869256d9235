package dev.berth.proxy.certificate;

import java.time.Duration;
import java.time.Instant;

/** Time, and waiting for it, as whoever runs this room has them. Safe for several threads. */
public interface Clockwork {
    /** The time of day; may jump. */
    Instant now();

    /** Time since some fixed moment; never goes back, so that deadlines are measured with it. */
    Duration elapsed();

    /** Returns after at least {@code duration}; at once when it is zero or negative. */
    void sleep(Duration duration) throws InterruptedException;
}
