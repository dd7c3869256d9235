package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.Clockwork;
import java.time.Duration;
import java.time.Instant;

/** The machine's own clock, for tests with real servers. */
public final class RealClockwork implements Clockwork {
    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime());
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (!duration.isNegative()) {
            Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
        }
    }
}
