package dev.berth.core.reconcile;

import dev.berth.core.time.Bell;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks all watched instances how they are when it is their time, several at once: a check may block for long. */
final class HealthRounds implements AutoCloseable {
    private static final int AT_ONCE = 8;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Supplier<List<ProjectLane>> lanes;
    private final Bell bell;
    private final ThreadPoolExecutor askers = new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            HealthRounds::thread,
            new ThreadPoolExecutor.DiscardPolicy());
    private volatile boolean closing;

    HealthRounds(Supplier<List<ProjectLane>> lanes, Timekeeper time) {
        this.lanes = lanes;
        this.bell = time.bell();
        askers.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "berth-health");
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        thread(this::rounds).start();
    }

    /** Somebody new may be there to be asked. */
    void wake() {
        bell.ring();
    }

    @Override
    public void close() {
        closing = true;
        bell.ring();
        askers.shutdownNow();
    }

    private void rounds() {
        try {
            while (!closing) {
                bell.await(round());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration round() {
        Duration pause = LONGEST;
        for (ProjectLane lane : lanes.get()) {
            lane.watch().due().forEach(this::submit);
            Optional<Duration> next = lane.watch().pause();
            if (next.isPresent() && next.get().compareTo(pause) < 0) {
                pause = next.get();
            }
        }
        return pause;
    }

    private void submit(Runnable question) {
        askers.execute(() -> {
            question.run();
            bell.ring();
        });
    }
}
