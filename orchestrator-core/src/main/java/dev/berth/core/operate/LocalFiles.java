package dev.berth.core.operate;

import dev.berth.core.problem.Problems;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlReader;
import dev.berth.core.yaml.YamlScalar;
import dev.berth.core.yaml.YamlSequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what a definition names on the user's machine, whatever else may be wrong with it. */
public final class LocalFiles {
    static final String CONTEXT = "context";
    private static final String ENV_FILE = "env_file";

    private final Map<String, LocalFile> found = new LinkedHashMap<>();

    private LocalFiles() {}

    /**
     * Contexts and env files in the order of the text, each once; none of a text that cannot be read.
     *
     * @param text a project file
     */
    public static List<LocalFile> of(String text) {
        LocalFiles files = new LocalFiles();
        Optional<YamlNode> applications =
                YamlReader.read("", text, new Problems()).flatMap(root -> value(root, "applications"));
        if (applications.isPresent() && applications.get() instanceof YamlMapping mapping) {
            mapping.entries().forEach(entry -> files.application(entry.name(), entry.value()));
        }
        return List.copyOf(files.found.values());
    }

    /** As {@link #of(String)}, of what stands under one application's name. */
    static List<LocalFile> of(String name, YamlNode application) {
        LocalFiles files = new LocalFiles();
        files.application(name, application);
        return List.copyOf(files.found.values());
    }

    private void application(String name, YamlNode application) {
        value(application, "build").ifPresent(build -> build(name, build));
        value(application, ENV_FILE).ifPresent(files -> {
            List<YamlNode> items = files instanceof YamlSequence sequence ? sequence.items() : List.of(files);
            items.forEach(item -> text(item)
                    .or(() -> value(item, "path").flatMap(LocalFiles::text))
                    .ifPresent(path -> add(path, ENV_FILE, "", name)));
        });
    }

    private void build(String name, YamlNode build) {
        if (build instanceof YamlScalar) {
            text(build).ifPresent(context -> add(context, CONTEXT, "Dockerfile", name));
            return;
        }
        boolean inline = value(build, "dockerfile_inline").isPresent();
        String dockerfile = inline
                ? ""
                : value(build, "dockerfile").flatMap(LocalFiles::text).orElse("Dockerfile");
        Optional<String> context = value(build, CONTEXT).flatMap(LocalFiles::text);
        context.or(() -> inline ? Optional.empty() : Optional.of("."))
                .ifPresent(path -> add(path, CONTEXT, dockerfile, name));
    }

    private void add(String path, String kind, String dockerfile, String application) {
        if (!path.isBlank() && !path.startsWith("sha256:") && !path.contains("://")) {
            found.putIfAbsent(kind + "\n" + path, new LocalFile(path, kind, dockerfile, application));
        }
    }

    private static Optional<YamlNode> value(YamlNode node, String key) {
        return node instanceof YamlMapping mapping ? mapping.get(key) : Optional.empty();
    }

    private static Optional<String> text(YamlNode node) {
        return node instanceof YamlScalar scalar && !scalar.isNull() ? Optional.of(scalar.text()) : Optional.empty();
    }
}
