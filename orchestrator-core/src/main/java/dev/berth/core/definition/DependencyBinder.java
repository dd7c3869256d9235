package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import dev.berth.core.yaml.YamlSequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code depends_on}, as a list or as a mapping with conditions. */
final class DependencyBinder {
    private DependencyBinder() {}

    /** Whether the names exist is told by {@link DependencyCheck}; malformed ones are kept for its suggestions. */
    static List<Placed<Dependency>> bind(Fields application) {
        List<Placed<Dependency>> result = new ArrayList<>();
        Optional<YamlNode> node = application.node("depends_on");
        if (node.isPresent() && node.get() instanceof YamlSequence sequence) {
            Set<String> names = new HashSet<>();
            for (YamlNode item : sequence.items()) {
                if (!(item instanceof YamlScalar scalar) || scalar.isNull()) {
                    application.wrongItem("depends_on", item);
                } else if (!names.add(scalar.text())) {
                    application
                            .problems()
                            .error(item, "\"" + Excerpt.of(scalar.text()) + "\" is named twice", "keep one of the two");
                } else {
                    result.add(dependency(scalar, Dependency.Condition.SERVICE_STARTED));
                }
            }
            return result;
        }
        for (YamlMapping.Entry entry : application.entries("depends_on")) {
            Dependency.Condition condition = Fields.isNull(entry.value())
                    ? Dependency.Condition.SERVICE_STARTED
                    : condition(Fields.of(entry.value(), ApplicationKeys.DEPENDENCY, application.problems()));
            result.add(dependency(entry.key(), condition));
        }
        return result;
    }

    private static Dependency.Condition condition(Fields dependency) {
        return dependency
                .text("condition")
                .map(text -> Dependency.Condition.valueOf(text.toUpperCase(Locale.ROOT)))
                .orElse(Dependency.Condition.SERVICE_STARTED);
    }

    private static Placed<Dependency> dependency(YamlScalar name, Dependency.Condition condition) {
        return new Placed<>(new Dependency(new ApplicationName(name.text()), condition), name);
    }
}
