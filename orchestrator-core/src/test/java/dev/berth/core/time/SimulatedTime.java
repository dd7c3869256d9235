package dev.berth.core.time;

import java.time.Duration;
import java.time.Instant;

/** Time that passes only when somebody waits for it, and then at once. */
public final class SimulatedTime implements Timekeeper {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Duration elapsed = Duration.ZERO;

    @Override
    public synchronized Instant now() {
        return START.plus(elapsed);
    }

    @Override
    public synchronized Duration elapsed() {
        return elapsed;
    }

    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("told to end while waiting");
        }
        pass(duration);
    }

    /** Lets time go by. */
    public synchronized void pass(Duration duration) {
        elapsed = elapsed.plus(duration);
    }
}
