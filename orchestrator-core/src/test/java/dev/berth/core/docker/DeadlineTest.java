package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeadlineTest {
    /** What was to be run later, in order; it is run when the test says so. */
    private final List<Runnable> alarms = new ArrayList<>();

    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> schedule(Runnable alarm, long delay, TimeUnit unit) {
            alarms.add(alarm);
            return super.schedule(() -> {}, 1, TimeUnit.HOURS);
        }
    };

    @AfterEach
    void stop() {
        clock.shutdownNow();
    }

    @Test
    void progressBeginsTheTimeAnewAlsoWhenTheAlarmIsOnItsWay() {
        try (Deadline deadline = new Deadline(clock, Duration.ofSeconds(1))) {
            deadline.prolong();
            alarms.get(0).run();
            assertFalse(deadline.expired());
            assertFalse(Thread.currentThread().isInterrupted());
            alarms.get(1).run();
            assertTrue(deadline.expired());
            assertTrue(Thread.currentThread().isInterrupted());
            deadline.prolong();
            assertTrue(deadline.expired());
        }
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void onesThatHaveEndedInterruptNobody() {
        Deadline deadline = new Deadline(clock, Duration.ofSeconds(1));
        deadline.end();
        alarms.get(0).run();
        assertFalse(deadline.expired());
        assertFalse(Thread.currentThread().isInterrupted());
    }
}
