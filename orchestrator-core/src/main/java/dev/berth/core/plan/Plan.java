package dev.berth.core.plan;

import dev.berth.core.project.ProjectName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The difference between what should be and what is, as steps in order; the text form is the dry run.
 *
 * @param notices what a user should know that no step says
 */
public record Plan(ProjectName project, List<Stage> stages, List<String> notices) {
    public Plan {
        stages = stages.stream().filter(s -> !s.steps().isEmpty()).toList();
        notices = List.copyOf(notices);
    }

    public Plan(ProjectName project, List<Stage> stages) {
        this(project, stages, List.of());
    }

    /** The same, with more to know. */
    public Plan withMore(List<String> more) {
        return new Plan(
                project, stages, Stream.concat(notices.stream(), more.stream()).toList());
    }

    public boolean isEmpty() {
        return stages.isEmpty();
    }

    public Set<String> titles() {
        return stages.stream().map(Stage::title).collect(Collectors.toCollection(TreeSet::new));
    }

    /** These stages alone; what they would have come after, but is not among them, is not waited for. */
    public Plan only(Predicate<Stage> wanted) {
        return new Plan(project, stages.stream().filter(wanted).toList(), notices);
    }

    @Override
    public String toString() {
        return stages.stream().map(Stage::toString).collect(Collectors.joining());
    }
}
