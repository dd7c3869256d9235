package dev.berth.api.view;

import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Stage;
import dev.berth.core.plan.Step;
import java.util.List;
import java.util.stream.Collectors;

/** A plan, for people: what would happen and why, without what takes it back. */
public final class PlanText {
    private final Style style;

    public PlanText(Style style) {
        this.style = style;
    }

    public String of(Plan plan) {
        if (plan.isEmpty()) {
            return plan.project() + ": nothing to do\n" + notices(plan.notices());
        }
        StringBuilder text = new StringBuilder();
        for (Stage stage : plan.stages()) {
            text.append(style.bold(stage.title())).append(":\n");
            int width = width(stage.steps());
            for (Step step : stage.steps()) {
                String action = Style.plain(step.action().toString());
                String gap = " ".repeat(Math.max(0, width - action.length()));
                text.append("  ")
                        .append(action)
                        .append(gap)
                        .append(style.dim("  (" + step.cause() + ")"))
                        .append('\n');
            }
        }
        return text.append(notices(plan.notices())).toString();
    }

    /** A line for each. */
    public String notices(List<String> notices) {
        return notices.stream()
                .map(notice -> style.notable("notice:") + " " + Style.plain(notice) + "\n")
                .collect(Collectors.joining());
    }

    private static int width(List<Step> steps) {
        int longest = 60;
        return steps.stream()
                .mapToInt(s -> s.action().toString().length())
                .filter(n -> n <= longest)
                .max()
                .orElse(0);
    }
}
