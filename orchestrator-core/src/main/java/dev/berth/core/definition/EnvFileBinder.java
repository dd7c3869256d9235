package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.project.Template;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code env_file}: variables from files that were sent along; later files win. */
final class EnvFileBinder {
    private EnvFileBinder() {}

    static Map<String, Template> bind(Fields application, Function<String, Optional<String>> files) {
        Map<String, Template> result = new LinkedHashMap<>();
        for (YamlNode item : application.oneOrMore("env_file")) {
            Optional<String> path = path(application, item);
            if (path.isEmpty()) {
                continue;
            }
            Optional<String> text = files.apply(path.get());
            if (text.isPresent()) {
                EnvFileText.read(path.get(), text.get(), application.problems())
                        .forEach((name, value) -> result.put(name, Template.literal(value)));
            } else if (isRequired(application, item)) {
                application
                        .problems()
                        .error(
                                item,
                                "the env file \"" + Excerpt.of(path.get()) + "\" is not there",
                                "send the definition with  berth apply,  which brings the file along, or write its lines under  env:");
            }
        }
        return result;
    }

    private static Optional<String> path(Fields application, YamlNode item) {
        if (item instanceof YamlScalar scalar && !scalar.isNull()) {
            return Optional.of(scalar.text());
        }
        Fields file = Fields.of(item, ApplicationKeys.ENV_FILE, application.problems());
        file.flag("required");
        return file.text("path");
    }

    private static boolean isRequired(Fields application, YamlNode item) {
        return item instanceof YamlScalar
                || Fields.of(item, ApplicationKeys.ENV_FILE, application.problems())
                        .flag("required", true);
    }
}
