package dev.berth.core.deploy;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How the execution of a plan went.
 *
 * @param stages in the plan's order
 */
public record PlanOutcome(List<StageOutcome> stages) {
    public PlanOutcome {
        stages = List.copyOf(stages);
    }

    /** {@code CANCELLED} when any stage was, else {@code FAILED} when any stage did, else {@code SUCCEEDED}. */
    public Deployment.Status status() {
        if (has(StageOutcome.Result.CANCELLED)) {
            return Deployment.Status.CANCELLED;
        }
        return has(StageOutcome.Result.FAILED) || has(StageOutcome.Result.SKIPPED)
                ? Deployment.Status.FAILED
                : Deployment.Status.SUCCEEDED;
    }

    public boolean succeeded() {
        return status() == Deployment.Status.SUCCEEDED;
    }

    /** Every failure in one text; empty when there was none. */
    public String message() {
        return stages.stream()
                .filter(s -> s.result() == StageOutcome.Result.FAILED || s.result() == StageOutcome.Result.CANCELLED)
                .map(s -> s.title() + ": " + s.message())
                .collect(Collectors.joining("\n"));
    }

    private boolean has(StageOutcome.Result result) {
        return stages.stream().anyMatch(s -> s.result() == result);
    }
}
