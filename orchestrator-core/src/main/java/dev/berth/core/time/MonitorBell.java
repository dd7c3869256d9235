package dev.berth.core.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A bell on the machine's own clock. */
final class MonitorBell implements Bell {
    private boolean rung;

    @Override
    public synchronized void ring() {
        rung = true;
        notifyAll();
    }

    @Override
    public synchronized boolean await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + Math.max(0, atMost.toNanos());
        while (!rung) {
            long rest = end - System.nanoTime();
            if (rest <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, rest);
        }
        rung = false;
        return true;
    }
}
