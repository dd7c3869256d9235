package dev.berth.api.view;

import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Stage;
import java.util.List;
import java.util.SortedSet;

/**
 * What would be done, in an answer.
 *
 * @param revision the one it was compared with; send it as {@code If-Match} to be sure that nobody came between
 * @param notices what to know that no step says
 */
public record PlanView(
        String project,
        long revision,
        boolean changes,
        List<StageView> stages,
        List<ErrorView> warnings,
        List<String> notices) {
    /** One application's steps, as a rule. */
    public record StageView(String title, SortedSet<String> after, List<StepPlan> steps) {
        static StageView of(Stage stage) {
            return new StageView(
                    stage.title(),
                    stage.after(),
                    stage.steps().stream()
                            .map(s -> new StepPlan(
                                    s.action().toString(),
                                    s.cause(),
                                    s.undo().stream().map(Object::toString).toList()))
                            .toList());
        }
    }

    /** One step to come; {@code otherwise} takes it back. */
    public record StepPlan(String step, String cause, List<String> otherwise) {}

    public static PlanView of(Plan plan, long revision, List<ErrorView> warnings) {
        return new PlanView(
                plan.project().text(),
                revision,
                !plan.isEmpty(),
                plan.stages().stream().map(StageView::of).toList(),
                warnings,
                plan.notices());
    }
}
