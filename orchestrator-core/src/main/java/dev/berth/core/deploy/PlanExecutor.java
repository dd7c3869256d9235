package dev.berth.core.deploy;

import dev.berth.core.time.Timekeeper;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Carries out plans: stages side by side where the plan allows, steps in order; when one fails, what its stage began is
 * taken back and what depends on it is not attempted. It decides nothing else.
 */
public final class PlanExecutor {
    /** Repairs mostly wait for something to become healthy, and must not wait for each other. */
    private static final int REPAIRS = 16;

    private final Timekeeper time;
    private final int width;

    /** @param width how many stages of a deployment may run at once; with 1 everything runs in the caller's thread */
    public PlanExecutor(Timekeeper time, int width) {
        this.time = time;
        this.width = width;
    }

    /**
     * Returns when every stage is done, taken back or skipped; what turned up meanwhile is left as it is then. An
     * interrupt cancels: the call takes back what was begun and returns in under 2 s (with a width of 1, as soon as it is
     * taken back), with the interrupt consumed and an outcome that says cancelled.
     */
    public PlanOutcome deploy(Errand deployment, Meanwhile meanwhile) {
        return execute(deployment, width, meanwhile, true);
    }

    /** The same for a repair, of which many may run at once; returns when what turned up meanwhile is over, too. */
    public PlanOutcome repair(Errand repair, Meanwhile meanwhile) {
        return execute(repair, REPAIRS, meanwhile, false);
    }

    private PlanOutcome execute(Errand first, int atOnce, Meanwhile meanwhile, boolean endsWithFirst) {
        if (width == 1) {
            return new Execution(time, meanwhile, endsWithFirst, Runnable::run, Runnable::run).run(first);
        }
        ExecutorService own = threads(first, atOnce);
        ExecutorService beside = threads(first, REPAIRS);
        try {
            return new Execution(time, meanwhile, endsWithFirst, own, beside).run(first);
        } finally {
            own.shutdownNow();
            beside.shutdownNow();
        }
    }

    private static ExecutorService threads(Errand first, int atMost) {
        return Executors.newFixedThreadPool(atMost, work -> {
            Thread thread = new Thread(work, "stage of " + first.plan().project());
            thread.setDaemon(true);
            return thread;
        });
    }
}
