package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Located;
import dev.berth.core.project.Source;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code image} or {@code build}. */
final class SourceBinder {
    /** As the distribution project's reference grammar, with Docker's rule that repositories are lower case. */
    private static final Pattern REFERENCE =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?/)?"
                    + "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
                    + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?");

    private static final Pattern SHELL_VARIABLE = Pattern.compile("\\$\\{[A-Za-z_][^}]{0,200}}");
    private static final int LONGEST_REFERENCE = 400;
    private static final Source NONE = new Source.Image("missing");

    private SourceBinder() {}

    static Source bind(Fields application) {
        Optional<YamlNode> build = application.node("build");
        if (build.isEmpty()) {
            return application.has("image") ? image(application) : NONE;
        }
        if (build.get() instanceof YamlScalar) {
            Optional<String> context = application.text("build");
            context.ifPresent(c -> checkContext(application, "build", c));
            return new Source.Build(context, "Dockerfile", Optional.empty(), Optional.empty(), Map.of(), false);
        }
        return application.part("build").map(SourceBinder::build).orElse(NONE);
    }

    private static Source image(Fields application) {
        Optional<String> reference = application.text("image");
        if (reference.isEmpty() || refusesShellVariable(application, "image")) {
            return NONE;
        }
        if (reference.get().length() > LONGEST_REFERENCE
                || !REFERENCE.matcher(reference.get()).matches()) {
            application
                    .problems()
                    .error(
                            application.at("image"),
                            "\"" + Excerpt.of(reference.get()) + "\" is not an image reference",
                            "write  [REGISTRY/]NAME[:TAG]  in lower case, such as  image: redis:7");
        }
        return new Source.Image(reference.get());
    }

    /** Whether the text has a variable of the caller's shell in it, which Compose would replace. */
    static boolean refusesShellVariable(Fields fields, String key) {
        return fields.node(key)
                .filter(node -> refusesShellVariable(fields, node))
                .isPresent();
    }

    static boolean refusesShellVariable(Fields fields, YamlNode node) {
        if (!(node instanceof YamlScalar scalar)) {
            return false;
        }
        int reference = scalar.text().indexOf(TemplateText.OPEN);
        if (reference >= 0) {
            fields.problems()
                    .error(
                            scalar.part(reference, scalar.text().length()),
                            "references are not resolved here",
                            "write the value itself; ${{…}} works in env and in files");
            return true;
        }
        Optional<ShellVariable> variable = shellVariable(scalar);
        variable.ifPresent(v -> fields.problems()
                .error(
                        scalar.part(v.from(), v.to()),
                        v.text() + " is not replaced: a definition does not see the caller's shell",
                        "write the value itself"));
        return variable.isPresent();
    }

    /** A variable as Compose replaces it, and where in a value it stands. */
    record ShellVariable(String text, int from, int to) {}

    static Optional<ShellVariable> shellVariable(YamlScalar scalar) {
        Matcher variable = SHELL_VARIABLE.matcher(scalar.text());
        return variable.find()
                ? Optional.of(new ShellVariable(Excerpt.of(variable.group()), variable.start(), variable.end()))
                : Optional.empty();
    }

    private static Source build(Fields build) {
        Optional<String> inline = build.text("dockerfile_inline");
        Optional<String> context =
                build.text("context").or(() -> inline.isPresent() ? Optional.empty() : Optional.of("."));
        if (build.has("context")) {
            context.ifPresent(c -> checkContext(build, "context", c));
        }
        if (inline.isPresent() && build.has("dockerfile")) {
            build.problems()
                    .error(
                            build.keyAt("dockerfile"),
                            "there is a dockerfile and a dockerfile_inline",
                            "keep one of the two");
        }
        String dockerfile = build.text("dockerfile").orElse("Dockerfile");
        checkDockerfile(build, dockerfile);
        refusesShellVariable(build, "target");
        return new Source.Build(
                context,
                dockerfile,
                inline,
                build.text("target"),
                EnvBinder.literals(build, "args"),
                build.flag("no_cache", false));
    }

    private static void checkContext(Fields fields, String key, String context) {
        Located at = fields.at(key);
        if (refusesShellVariable(fields, key)) {
            return;
        }
        if (context.matches("[A-Za-z][A-Za-z0-9+.-]*://.*|git@.*|github\\.com/.*")) {
            fields.problems()
                    .error(
                            at,
                            "a build context is a directory, not the URL \"" + Excerpt.of(context) + "\"",
                            "clone it and write the directory");
        } else if (context.startsWith("sha256:") && !context.matches("sha256:[0-9a-f]{64}")) {
            fields.problems()
                    .error(
                            at,
                            "a digest is sha256: and 64 hex digits",
                            "write the digest under which the context was sent");
        } else if (context.isBlank()) {
            fields.problems().error(at, "the build context is empty", "write  " + key + ": .");
        }
    }

    private static void checkDockerfile(Fields build, String dockerfile) {
        if (refusesShellVariable(build, "dockerfile")) {
            return;
        }
        boolean outside = dockerfile.startsWith("/") || PathText.leadsOut(dockerfile);
        if (outside) {
            build.problems()
                    .error(
                            build.at("dockerfile"),
                            "the Dockerfile \"" + Excerpt.of(dockerfile) + "\" lies outside its context",
                            "write a path inside the context, or choose a context that contains it");
        }
    }
}
