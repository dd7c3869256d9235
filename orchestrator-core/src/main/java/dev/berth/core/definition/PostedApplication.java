package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Problem;
import dev.berth.core.problem.Problems;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlReader;
import dev.berth.core.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;

/**
 * One application's definition by itself: what stands under its name in a project file, perhaps with its {@code name}.
 *
 * @param name as the body says; empty when it says none
 * @param body without {@code name}; empty when it could not be read
 * @param problems of the body as such; its keys are checked when it is part of its project
 */
public record PostedApplication(Optional<ApplicationName> name, Optional<YamlMapping> body, List<Problem> problems) {
    private static final String NAME = "name";

    public PostedApplication {
        problems = List.copyOf(problems);
    }

    /** @param text YAML or JSON; {@code file} is what messages call it */
    public static PostedApplication read(String file, String text) {
        Problems problems = new Problems();
        Optional<YamlNode> root = YamlReader.read(file, text, problems);
        if (root.isPresent() && !(root.get() instanceof YamlMapping)) {
            problems.error(
                    root.get(),
                    "an application is a mapping of keys and values, not "
                            + root.get().kind(),
                    "write  {name: web, image: nginx}");
        }
        Optional<YamlMapping> body = root.filter(YamlMapping.class::isInstance).map(YamlMapping.class::cast);
        Optional<ApplicationName> name = body.flatMap(b -> b.get(NAME)).flatMap(node -> name(node, problems));
        return new PostedApplication(name, body.map(b -> b.without(NAME)), problems.all());
    }

    private static Optional<ApplicationName> name(YamlNode node, Problems problems) {
        String text = node instanceof YamlScalar scalar && !scalar.isNull() ? scalar.text() : "";
        try {
            return Optional.of(ProjectBinder.application(Excerpt.of(text)));
        } catch (IllegalArgumentException e) {
            problems.error(node, e.getMessage(), "choose another name, such as  web");
            return Optional.empty();
        }
    }
}
