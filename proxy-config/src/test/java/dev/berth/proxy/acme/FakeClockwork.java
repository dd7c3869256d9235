package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.Clockwork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only while somebody waits for it. */
final class FakeClockwork implements Clockwork {
    private final Instant start;
    private Duration elapsed = Duration.ZERO;
    /** Every wait, in order. */
    final List<Duration> waits = new ArrayList<>();

    FakeClockwork(Instant start) {
        this.start = start;
    }

    @Override
    public synchronized Instant now() {
        return start.plus(elapsed);
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
        waits.add(duration);
        elapsed = elapsed.plus(duration);
    }
}
