package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Problems;
import dev.berth.core.problem.Suggestion;
import dev.berth.core.project.Dependency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Dependencies on what is not there, in a circle, or on a condition that never comes. */
final class DependencyCheck {
    private static final int SHOWN = 12;

    private final Map<String, BoundApplication> applications = new LinkedHashMap<>();
    private final Set<String> declared;
    private final Problems problems;
    private final String names;

    /** @param declared every name under {@code applications}, also of those that could not be read */
    DependencyCheck(List<BoundApplication> bound, Set<String> declared, Problems problems) {
        bound.forEach(b -> applications.put(b.name(), b));
        this.declared = declared;
        List<String> sorted = new TreeSet<>(declared).stream().limit(SHOWN).toList();
        this.names = String.join(", ", sorted) + (declared.size() > SHOWN ? ", …" : "");
        this.problems = problems;
    }

    void check() {
        applications.values().forEach(b -> b.dependencies().forEach(this::checkOne));
        Map<String, List<Placed<String>>> edges = new LinkedHashMap<>();
        applications.forEach((name, bound) -> edges.put(
                name,
                bound.dependencies().stream()
                        .map(d -> new Placed<>(d.value().application().text(), d.at()))
                        .toList()));
        Circles.find(
                edges,
                (closing, circle) -> problems.error(
                        closing.at(),
                        "the dependencies go in a circle: " + Circles.shown(circle),
                        "take one of them out; an application has to cope with a sibling that is away for a moment"));
    }

    private void checkOne(Placed<Dependency> dependency) {
        if (problems.isFull()) {
            return;
        }
        String name = dependency.value().application().text();
        if (!declared.contains(name)) {
            problems.error(
                    dependency.at(),
                    "there is no application \"" + Excerpt.of(name) + "\"" + Suggestion.tail(name, declared),
                    "name one of this file: " + names);
            return;
        }
        BoundApplication target = applications.get(name);
        if (target == null) {
            return;
        }
        boolean job = target.application().job();
        boolean completed = dependency.value().condition() == Dependency.Condition.SERVICE_COMPLETED_SUCCESSFULLY;
        if (completed && !job) {
            problems.error(
                    dependency.at(),
                    "\"" + name + "\" is not a job, so it never completes",
                    "write  job: true  there, or  condition: service_healthy  here");
        }
        if (job && dependency.value().condition() == Dependency.Condition.SERVICE_HEALTHY) {
            problems.error(
                    dependency.at(),
                    "\"" + name + "\" is a job, which completes and is never healthy",
                    "write  condition: service_completed_successfully");
        }
    }
}
