package dev.berth.core.deploy;

import dev.berth.core.plan.Stage;
import dev.berth.core.time.Timekeeper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionService;
import java.util.concurrent.Future;

/** How far the execution of one plan is; used once. */
final class PlanRun {
    private final Errand errand;
    private final Timekeeper time;
    private final CompletionService<StageOutcome> threads;
    private final Map<Future<StageOutcome>, StageRun> underWay = new LinkedHashMap<>();
    private final Set<String> begun = new TreeSet<>();
    private final Map<String, StageOutcome> outcomes = new LinkedHashMap<>();
    private boolean cancelled;

    PlanRun(Errand errand, Timekeeper time, CompletionService<StageOutcome> threads) {
        this.errand = errand;
        this.time = time;
        this.threads = threads;
    }

    boolean isUnderWay() {
        return !underWay.isEmpty();
    }

    /** The stages that have no outcome yet. */
    List<String> unfinished() {
        return stages().stream()
                .map(Stage::title)
                .filter(title -> !outcomes.containsKey(title))
                .toList();
    }

    PlanOutcome outcome() {
        return new PlanOutcome(
                stages().stream().map(s -> outcomes.get(s.title())).toList());
    }

    /** Begins every stage that waits for no other. */
    void beginStages() {
        for (Optional<Stage> next = next(); next.isPresent(); next = next()) {
            Stage stage = next.get();
            Optional<String> obstacle = obstacle(stage);
            if (obstacle.isPresent()) {
                skip(stage, obstacle.get());
            } else {
                StageRun run = new StageRun(stage, errand.target(), errand.log(), time);
                begun.add(stage.title());
                underWay.put(threads.submit(run::run), run);
            }
        }
    }

    /** Takes down how a stage went, if it is one of this plan. */
    void note(Future<StageOutcome> ended, StageOutcome outcome) {
        if (underWay.remove(ended) != null) {
            outcomes.put(outcome.title(), outcome);
        }
    }

    /** Begins no further stage, and has taken back what is under way. */
    void cancel() {
        cancelled = true;
        underWay.values().forEach(StageRun::cancel);
    }

    /** Ends the one call that each stage under way is at. */
    void interrupt() {
        underWay.values().forEach(StageRun::interrupt);
    }

    private List<Stage> stages() {
        return errand.plan().stages();
    }

    /** The next stage that is not begun and whose predecessors all have an outcome. */
    private Optional<Stage> next() {
        return stages().stream()
                .filter(s -> !outcomes.containsKey(s.title()) && !begun.contains(s.title()))
                .filter(s -> s.after().stream().allMatch(before -> !isPlanned(before) || outcomes.containsKey(before)))
                .findFirst();
    }

    private boolean isPlanned(String title) {
        return stages().stream().anyMatch(s -> s.title().equals(title));
    }

    private Optional<String> obstacle(Stage stage) {
        if (cancelled) {
            return Optional.of("not attempted, because the deployment was cancelled");
        }
        return stage.after().stream()
                .filter(before ->
                        outcomes.containsKey(before) && outcomes.get(before).result() != StageOutcome.Result.DONE)
                .findFirst()
                .map(before -> "not attempted, because " + before + " did not succeed");
    }

    private void skip(Stage stage, String why) {
        String message = stage.otherwise().isEmpty() ? why : why + "; " + stage.otherwise();
        errand.log().record(stage.title(), new DeploymentEvent.StageSkipped(message));
        outcomes.put(stage.title(), new StageOutcome(stage.title(), StageOutcome.Result.SKIPPED, message));
    }
}
