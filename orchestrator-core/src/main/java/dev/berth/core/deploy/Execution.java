package dev.berth.core.deploy;

import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The execution of one plan and of those that turn up meanwhile; used once. */
final class Execution {
    /** How long taking back may last after a cancel, before it is ended too and left to healing. */
    private static final Duration LAST_CHANCE = Duration.ofMillis(1600);

    private final Timekeeper time;
    private final Meanwhile meanwhile;
    private final boolean endsWithFirst;
    private final BlockingQueue<Future<StageOutcome>> ended = new LinkedBlockingQueue<>();
    private final ExecutorCompletionService<StageOutcome> own;
    private final ExecutorCompletionService<StageOutcome> beside;
    private final List<PlanRun> runs = new ArrayList<>();
    private Optional<Duration> lastChance = Optional.empty();

    /**
     * @param endsWithFirst whether what turned up meanwhile is ended when the first plan is over, and nothing else begun
     * @param own where the stages of the first plan run, {@code beside} those of others
     */
    Execution(Timekeeper time, Meanwhile meanwhile, boolean endsWithFirst, Executor own, Executor beside) {
        this.time = time;
        this.meanwhile = meanwhile;
        this.endsWithFirst = endsWithFirst;
        this.own = new ExecutorCompletionService<>(own, ended);
        this.beside = new ExecutorCompletionService<>(beside, ended);
    }

    PlanOutcome run(Errand errand) {
        PlanRun first = new PlanRun(errand, time, own);
        runs.add(first);
        first.beginStages();
        while (runs.stream().anyMatch(PlanRun::isUnderWay)) {
            try {
                awaitOne();
            } catch (InterruptedException e) {
                cancel();
            }
            goOn();
        }
        return first.outcome();
    }

    private void goOn() {
        runs.forEach(PlanRun::beginStages);
        runs.subList(1, runs.size()).removeIf(run -> !run.isUnderWay());
        if (endsWithFirst && !runs.get(0).isUnderWay()) {
            cancel();
        }
        if (lastChance.isEmpty()) {
            meanwhile.next(busy()).ifPresent(this::begin);
        }
    }

    private void begin(Errand errand) {
        PlanRun run = new PlanRun(errand, time, beside);
        runs.add(run);
        run.beginStages();
    }

    private Set<String> busy() {
        Set<String> titles = new TreeSet<>();
        runs.forEach(run -> titles.addAll(run.unfinished()));
        return titles;
    }

    private void awaitOne() throws InterruptedException {
        Future<StageOutcome> one = ended.poll(50, TimeUnit.MILLISECONDS);
        if (one != null) {
            note(one);
        }
        if (lastChance.isPresent() && time.elapsed().compareTo(lastChance.get()) >= 0) {
            runs.forEach(PlanRun::interrupt);
        }
    }

    private void note(Future<StageOutcome> one) throws InterruptedException {
        try {
            StageOutcome outcome = one.get();
            runs.forEach(run -> run.note(one, outcome));
            if (outcome.result() == StageOutcome.Result.CANCELLED) {
                cancel();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a stage ended without an outcome", e.getCause());
        }
    }

    private void cancel() {
        if (lastChance.isEmpty()) {
            lastChance = Optional.of(time.elapsed().plus(LAST_CHANCE));
            runs.forEach(PlanRun::cancel);
        }
    }
}
