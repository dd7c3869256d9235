package dev.berth.core.definition;

import dev.berth.core.problem.Located;
import dev.berth.core.problem.Problems;
import dev.berth.core.problem.Suggestion;
import dev.berth.core.project.Template;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** References to what is not there, and values that refer to themselves. */
final class ReferenceCheck {
    private final Problems problems;
    private final Set<String> secrets;
    private final Set<String> shared;
    private final String project;

    ReferenceCheck(Problems problems, String project, Set<String> secrets, Set<String> shared) {
        this.problems = problems;
        this.project = project;
        this.secrets = secrets;
        this.shared = shared;
    }

    /** @param own names that {@code ${{NAME}}} may mean */
    void checkExist(List<Placed<Template.Piece>> references, Collection<String> own) {
        for (Placed<Template.Piece> reference : references) {
            if (problems.isFull()) {
                return;
            }
            if (reference.value() instanceof Template.SecretReference secret) {
                checkSecret(reference.at(), secret.name());
            } else if (reference.value() instanceof Template.SharedReference value && !shared.contains(value.name())) {
                unknown(
                        reference.at(),
                        "project." + value.name(),
                        shared,
                        "add  " + value.name() + ": …  to env at the top");
            } else if (reference.value() instanceof Template.OwnReference value && !own.contains(value.name())) {
                unknown(
                        reference.at(),
                        value.name(),
                        own,
                        "add  " + value.name() + ": …  to this env, or write $${{ for a literal ${{");
            }
        }
    }

    private void checkSecret(Located at, String name) {
        if (!secrets.contains(name)) {
            problems.error(
                    at,
                    "there is no secret \"" + name + "\"" + Suggestion.tail(name, secrets),
                    "set it with  berth secret set " + project + " " + name);
        }
    }

    private void unknown(Located at, String written, Collection<String> known, String remedy) {
        String bare = written.startsWith("project.") ? written.substring("project.".length()) : written;
        problems.error(at, "nothing is called \"" + written + "\"" + Suggestion.tail(bare, known), remedy);
    }

    /** Values that refer to themselves, each circle once. */
    void checkCircles(Map<String, Placed<TemplateText.Read>> values) {
        Map<String, List<Placed<String>>> edges = new LinkedHashMap<>();
        values.forEach((name, read) -> edges.put(
                name,
                read.value().references().stream()
                        .filter(r -> r.value() instanceof Template.OwnReference)
                        .map(r -> new Placed<>(((Template.OwnReference) r.value()).name(), r.at()))
                        .toList()));
        Circles.find(
                edges,
                (closing, circle) -> problems.error(
                        closing.at(),
                        "this value refers to itself: " + Circles.shown(circle),
                        "write one of them out"));
    }
}
