package dev.berth.core.plan;

import dev.berth.core.project.ProjectName;
import java.util.List;
import java.util.stream.Collectors;

/** The difference between what should be and what is, as steps in order; the text form is the dry run. */
public record Plan(ProjectName project, List<Stage> stages) {
    public Plan {
        stages = stages.stream().filter(s -> !s.steps().isEmpty()).toList();
    }

    public boolean isEmpty() {
        return stages.isEmpty();
    }

    @Override
    public String toString() {
        return stages.stream().map(Stage::toString).collect(Collectors.joining());
    }
}
