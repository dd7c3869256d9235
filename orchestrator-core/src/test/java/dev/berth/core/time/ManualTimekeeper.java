package dev.berth.core.time;

import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until somebody waits for it, and then is there at once. */
public final class ManualTimekeeper implements Timekeeper {
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private Duration elapsed = Duration.ofDays(1);

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized Duration elapsed() {
        return elapsed;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pass(duration);
    }

    /** The time of day is set, and nothing else passes. */
    public synchronized void jump(Duration duration) {
        now = now.plus(duration);
    }

    public synchronized void pass(Duration duration) {
        if (!duration.isNegative()) {
            now = now.plus(duration);
            elapsed = elapsed.plus(duration);
        }
    }
}
