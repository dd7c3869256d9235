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
    private final ScheduledExecutorService clock;
    private final Duration duration;
    private ScheduledFuture<?> alarm;
    /** How many alarms were set: one that was set anew may be on its way already. */
    private int set;

    private boolean over;
    private boolean expired;

    Deadline(ScheduledExecutorService clock, Duration duration) {
        this.clock = clock;
        this.duration = duration;
        this.alarm = alarm(0);
    }

    private ScheduledFuture<?> alarm(int which) {
        return clock.schedule(() -> expire(which), duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void expire(int which) {
        if (!over && which == set) {
            expired = true;
            thread.interrupt();
        }
    }

    /** There was progress: the time begins anew, if it is not over. */
    synchronized void prolong() {
        if (!over && !expired) {
            alarm.cancel(false);
            set++;
            alarm = alarm(set);
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
    synchronized void end() {
        alarm.cancel(false);
        if (!over && expired) {
            Thread.interrupted();
        }
        over = true;
    }
}
