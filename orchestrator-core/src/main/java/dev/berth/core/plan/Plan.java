package dev.berth.core.plan;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The difference between what should be and what is, as steps in order; the text form is the dry run.
 *
 * @param notices what a user should know that no step says
 * @param waiting applications of which something is not started, because what has to be healthy before is not; and why
 */
public record Plan(
        ProjectName project, List<Stage> stages, List<String> notices, SortedMap<ApplicationName, String> waiting) {
    public Plan {
        stages = stages.stream().filter(s -> !s.steps().isEmpty()).toList();
        notices = List.copyOf(notices);
        waiting = Collections.unmodifiableSortedMap(new TreeMap<>(waiting));
    }

    public Plan(ProjectName project, List<Stage> stages) {
        this(project, stages, List.of(), new TreeMap<>());
    }

    /** The same, with more to know. */
    public Plan withMore(List<String> more) {
        return new Plan(
                project, stages, Stream.concat(notices.stream(), more.stream()).toList(), waiting);
    }

    public boolean isEmpty() {
        return stages.isEmpty();
    }

    public Set<String> titles() {
        return stages.stream().map(Stage::title).collect(Collectors.toCollection(TreeSet::new));
    }

    /** These stages alone; what they would have come after, but is not among them, is not waited for. */
    public Plan only(Predicate<Stage> wanted) {
        return new Plan(project, stages.stream().filter(wanted).toList(), notices, waiting);
    }

    /** Without the steps that end instances of these applications. */
    public Plan sparing(Set<String> applications) {
        return new Plan(
                project,
                stages.stream().map(stage -> stage.sparing(applications)).toList(),
                notices,
                waiting);
    }

    /** The stages of these titles alone, and of the clean-up what is left over of that application. */
    public Plan onlyFor(ApplicationName one, Set<String> titles) {
        return new Plan(
                project,
                stages.stream()
                        .map(stage -> stage.title().equals(Stage.CLEAN_UP) ? stage.takingAway(one) : stage)
                        .filter(stage ->
                                titles.contains(stage.title()) || stage.title().equals(Stage.CLEAN_UP))
                        .toList(),
                notices,
                waiting);
    }

    @Override
    public String toString() {
        return stages.stream().map(Stage::toString).collect(Collectors.joining());
    }
}
