package dev.berth.core.reconcile;

import dev.berth.core.time.Bell;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks all watched instances how they are when it is their time, several at once: a check may block for long. Of those at
 * once each project has only a share, so that one whose checks hang delays no other's.
 */
final class HealthRounds implements AutoCloseable {
    /** What is to be asked of one project. */
    interface Questions {
        /** At most so many of those to be asked now, each handed out once until it was asked. */
        List<Runnable> due(int atMost);

        /** How long nothing is due; empty when nothing will be. */
        Optional<Duration> pause();
    }

    private static final int AT_ONCE = 64;
    private static final int SHARE = 8;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Supplier<List<? extends Questions>> projects;
    private final Bell bell;
    private final Map<Questions, Integer> underWay = new IdentityHashMap<>();
    private int allUnderWay;
    private int turn;
    private final ThreadPoolExecutor askers = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // as many as are under way
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            HealthRounds::thread,
            new ThreadPoolExecutor.DiscardPolicy());
    private volatile boolean closing;

    HealthRounds(Supplier<List<? extends Questions>> projects, Timekeeper time) {
        this.projects = projects;
        this.bell = time.bell();
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
        for (Questions project : inTurn()) {
            project.due(room(project)).forEach(question -> submit(project, question));
            // Without room there is no pause to wait for: the end of a question rings.
            Optional<Duration> next = room(project) > 0 ? project.pause() : Optional.empty();
            if (next.isPresent() && next.get().compareTo(pause) < 0) {
                pause = next.get();
            }
        }
        return pause;
    }

    /** Each time another one is the first: there may not be room for all. */
    private List<Questions> inTurn() {
        List<Questions> all = new ArrayList<>(projects.get());
        turn++;
        Collections.rotate(all, turn);
        return all;
    }

    private synchronized int room(Questions project) {
        return Math.min(SHARE - underWay.getOrDefault(project, 0), AT_ONCE - allUnderWay);
    }

    private synchronized void begin(Questions project) {
        underWay.merge(project, 1, Integer::sum);
        allUnderWay++;
    }

    private synchronized void end(Questions project) {
        underWay.computeIfPresent(project, (same, count) -> count == 1 ? null : count - 1);
        allUnderWay--;
    }

    private void submit(Questions project, Runnable question) {
        begin(project);
        askers.execute(() -> {
            try {
                question.run();
            } finally {
                end(project);
                bell.ring();
            }
        });
    }
}
