package dev.berth.core.deploy;

import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Target;
import dev.berth.core.time.Timekeeper;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Carries out plans: stages side by side where the plan allows, steps in order; when one fails, what its stage began is
 * taken back and what depends on it is not attempted. It decides nothing else.
 */
public final class PlanExecutor {
    private final Timekeeper time;
    private final int width;

    /** @param width how many stages may run at once; with 1 everything runs in the caller's thread */
    public PlanExecutor(Timekeeper time, int width) {
        this.time = time;
        this.width = width;
    }

    /**
     * Returns when every stage is done, taken back or skipped. An interrupt cancels: the call takes back what was begun
     * and returns in under 2 s (with a width of 1, as soon as it is taken back), with the interrupt consumed and an
     * outcome that says cancelled.
     */
    public PlanOutcome execute(Plan plan, Target target, DeploymentLog log) {
        if (width == 1) {
            return new PlanRun(plan, target, log, time, Runnable::run).run();
        }
        ExecutorService threads = Executors.newFixedThreadPool(width, runnable -> {
            Thread thread = new Thread(runnable, "stage of " + plan.project());
            thread.setDaemon(true);
            return thread;
        });
        try {
            return new PlanRun(plan, target, log, time, threads).run();
        } finally {
            threads.shutdownNow();
        }
    }
}
