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

    private record EnvFile(String path, boolean required) {}

    static Map<String, Template> bind(Fields application, Function<String, Optional<String>> files) {
        Map<String, Template> result = new LinkedHashMap<>();
        for (YamlNode item : application.oneOrMore("env_file")) {
            Optional<EnvFile> file = file(application, item);
            Optional<String> text = file.flatMap(f -> files.apply(f.path()));
            if (text.isPresent()) {
                EnvFileText.read(file.get().path(), item, text.get(), application.problems())
                        .forEach((name, value) -> result.put(name, Template.literal(value)));
            } else if (file.isPresent() && file.get().required()) {
                application
                        .problems()
                        .error(
                                item,
                                "the env file \"" + Excerpt.of(file.get().path()) + "\" is not there",
                                "make it, write its lines under  env:,  or say that it may be absent:  {path: FILE, required: false}");
            }
        }
        return result;
    }

    private static Optional<EnvFile> file(Fields application, YamlNode item) {
        if (item instanceof YamlScalar scalar && !scalar.isNull()) {
            boolean usable =
                    !SourceBinder.refusesShellVariable(application, scalar) && !application.hasNul("env_file", scalar);
            return usable ? Optional.of(new EnvFile(scalar.text(), true)) : Optional.empty();
        }
        return application.itemPart("env_file", item).flatMap(EnvFileBinder::full);
    }

    private static Optional<EnvFile> full(Fields file) {
        boolean required = file.flag("required", true);
        return file.text("path")
                .filter(path -> !SourceBinder.refusesShellVariable(file, "path"))
                .map(path -> new EnvFile(path, required));
    }
}
