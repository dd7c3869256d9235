package dev.berth.core.docker;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when the time is over, and takes the interrupt back when that thread has noticed.
 * The transport knows no time limit on a Unix socket, but a blocked call ends at an interrupt.
 */
final class Deadline implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final ScheduledFuture<?> alarm;
    private boolean over;
    private boolean expired;

    Deadline(ScheduledExecutorService clock, Duration duration) {
        alarm = clock.schedule(this::expire, duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void expire() {
        if (!over) {
            expired = true;
            thread.interrupt();
        }
    }

    synchronized boolean expired() {
        return expired;
    }

    @Override
    public void close() {
        end();
    }

    /** From now on there is no deadline, and the thread is no longer interrupted by it. */
    void end() {
        alarm.cancel(false);
        synchronized (this) {
            if (!over && expired) {
                Thread.interrupted();
            }
            over = true;
        }
    }
}
