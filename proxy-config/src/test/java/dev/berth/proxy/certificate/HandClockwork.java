package dev.berth.proxy.certificate;

import java.time.Duration;
import java.time.Instant;

/** Time that is set by hand, and passes while somebody waits for it. */
final class HandClockwork implements Clockwork {
    private Instant now;
    private Duration elapsed = Duration.ZERO;

    HandClockwork(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized Duration elapsed() {
        return elapsed;
    }

    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pass(duration);
    }

    synchronized void pass(Duration duration) {
        now = now.plus(duration);
        elapsed = elapsed.plus(duration);
    }

    /** The time of day is set, and nothing else passes. */
    synchronized void jump(Duration duration) {
        now = now.plus(duration);
    }
}
