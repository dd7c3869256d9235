package dev.berth.core.deploy;

import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Stage;
import dev.berth.core.plan.Target;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One execution of a plan; used once. */
final class PlanRun {
    /** How long taking back may last after a cancel, before it is ended too and left to healing. */
    private static final Duration LAST_CHANCE = Duration.ofMillis(1600);

    private final Plan plan;
    private final Target target;
    private final DeploymentLog log;
    private final Timekeeper time;
    private final CompletionService<StageOutcome> ended;
    private final Map<String, StageRun> underWay = new LinkedHashMap<>();
    private final Map<String, StageOutcome> outcomes = new LinkedHashMap<>();
    private Optional<Duration> cancelledUntil = Optional.empty();
    private boolean cancelled;

    PlanRun(Plan plan, Target target, DeploymentLog log, Timekeeper time, Executor threads) {
        this.plan = plan;
        this.target = target;
        this.log = log;
        this.time = time;
        this.ended = new ExecutorCompletionService<>(threads);
    }

    PlanOutcome run() {
        beginStages();
        while (!underWay.isEmpty()) {
            try {
                awaitOne();
            } catch (InterruptedException e) {
                cancel();
            }
            beginStages();
        }
        return new PlanOutcome(
                plan.stages().stream().map(s -> outcomes.get(s.title())).toList());
    }

    private void beginStages() {
        for (Optional<Stage> next = next(); next.isPresent(); next = next()) {
            Stage stage = next.get();
            Optional<String> obstacle = obstacle(stage);
            if (obstacle.isPresent()) {
                skip(stage, obstacle.get());
            } else {
                StageRun run = new StageRun(stage, target, log, time);
                underWay.put(stage.title(), run);
                ended.submit(run::run);
            }
        }
    }

    /** The next stage that is not begun and whose predecessors all have an outcome. */
    private Optional<Stage> next() {
        return plan.stages().stream()
                .filter(s -> !outcomes.containsKey(s.title()) && !underWay.containsKey(s.title()))
                .filter(s -> s.after().stream().allMatch(before -> !isPlanned(before) || outcomes.containsKey(before)))
                .findFirst();
    }

    private boolean isPlanned(String title) {
        return plan.stages().stream().anyMatch(s -> s.title().equals(title));
    }

    private Optional<String> obstacle(Stage stage) {
        if (cancelled) {
            return Optional.of("not attempted, because the deployment was cancelled");
        }
        return stage.after().stream()
                .filter(before -> outcomes.containsKey(before)
                        && outcomes.get(before).result() != StageOutcome.Result.DONE)
                .findFirst()
                .map(before -> "not attempted, because " + before + " did not succeed");
    }

    private void skip(Stage stage, String why) {
        String message = stage.otherwise().isEmpty() ? why : why + "; " + stage.otherwise();
        log.record(stage.title(), new DeploymentEvent.StageSkipped(message));
        outcomes.put(stage.title(), new StageOutcome(stage.title(), StageOutcome.Result.SKIPPED, message));
    }

    private void awaitOne() throws InterruptedException {
        Future<StageOutcome> one = ended.poll(50, TimeUnit.MILLISECONDS);
        if (one != null) {
            note(one);
        }
        if (cancelledUntil.isPresent() && time.elapsed().compareTo(cancelledUntil.get()) >= 0) {
            underWay.values().forEach(StageRun::interrupt);
        }
    }

    private void note(Future<StageOutcome> one) throws InterruptedException {
        try {
            StageOutcome outcome = one.get();
            outcomes.put(outcome.title(), outcome);
            underWay.remove(outcome.title());
            cancelled |= outcome.result() == StageOutcome.Result.CANCELLED;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a stage of " + plan.project() + " ended without an outcome", e.getCause());
        }
    }

    private void cancel() {
        cancelled = true;
        cancelledUntil = Optional.of(time.elapsed().plus(LAST_CHANCE));
        underWay.values().forEach(StageRun::cancel);
    }
}
