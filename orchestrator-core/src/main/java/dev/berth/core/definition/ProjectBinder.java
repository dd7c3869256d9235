package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Located;
import dev.berth.core.problem.Problems;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The whole file: its parts, and whether they fit together. */
final class ProjectBinder {
    private final Fields fields;
    private final Surroundings surroundings;
    private final Problems problems;

    ProjectBinder(YamlNode root, Surroundings surroundings, Problems problems) {
        this.fields = Fields.of(root, ProjectKeys.PROJECT, problems);
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /** Empty when there is an error. */
    Optional<Project> bind() {
        Optional<ProjectName> name = name();
        Map<String, Placed<TemplateText.Read>> shared = EnvBinder.templates(fields, "env");
        List<BoundApplication> applications = applications();
        checkReferences(name, shared, applications);
        Set<String> declared = fields.entries("applications").stream()
                .map(YamlMapping.Entry::name)
                .collect(Collectors.toSet());
        new DependencyCheck(applications, declared, problems).check();
        ConflictCheck conflicts = new ConflictCheck(
                fields.at("project").place().file(),
                problems,
                surroundings.host().ownPorts());
        applications.forEach(conflicts::check);
        Map<String, String> external = VolumeBinder.bind(fields, applications);
        if (problems.hasErrors() || name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Project(
                name.get(),
                SharedEnv.templates(shared),
                applications.stream().map(BoundApplication::application).toList(),
                external));
    }

    private Optional<ProjectName> name() {
        if (!fields.has("project")) {
            return Optional.empty();
        }
        YamlNode node = fields.node("project").orElseThrow();
        if (Fields.isNull(node)) {
            return fields.empty("project");
        }
        if (node instanceof YamlScalar scalar) {
            return named(scalar, scalar.text(), ProjectName::of);
        }
        return fields.wrong("project", node);
    }

    private <T> Optional<T> named(Located at, String text, Function<String, T> rule) {
        try {
            // A text that is cut is too long for a name in any case, and quoted as briefly as elsewhere.
            return Optional.of(rule.apply(Excerpt.of(text)));
        } catch (IllegalArgumentException e) {
            problems.error(at, e.getMessage(), "choose another name, such as  " + nameLike(text));
            return Optional.empty();
        }
    }

    /** Whoever reads {@code proxy} in a name or a log knows whose it is. */
    static ApplicationName application(String text) {
        if (text.equals(ProjectName.PROXY.text())) {
            throw new IllegalArgumentException("\"" + text + "\" is reserved for Berth's own proxy");
        }
        return ApplicationName.of(text);
    }

    /** A name of the right form that resembles {@code text}. */
    private static String nameLike(String text) {
        String plain = Excerpt.of(text)
                .toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[^a-z]+", "")
                .replaceAll("-[0-9a-f]{8}-[0-9]+$", "");
        String cut = plain.substring(0, Math.min(20, plain.length())).replaceAll("-+$", "");
        return cut.isEmpty() || cut.equals("proxy") ? "web" : cut;
    }

    private List<BoundApplication> applications() {
        List<BoundApplication> bound = new ArrayList<>();
        List<YamlMapping.Entry> entries = fields.entries("applications");
        if (fields.node("applications").filter(Fields::isNull).isPresent()) {
            problems.error(
                    fields.keyAt("applications"),
                    "the project has no applications",
                    "write  applications: {web: {image: nginx}},  or  {}  for none");
        }
        for (YamlMapping.Entry entry : entries) {
            Optional<ApplicationName> name = named(entry.key(), entry.name(), ProjectBinder::application);
            ApplicationName used = name.orElseGet(() -> new ApplicationName(entry.name()));
            Fields application = Fields.of(entry.value(), ApplicationKeys.APPLICATION, problems);
            if (entry.value() instanceof YamlMapping) {
                bound.add(ApplicationBinder.bind(used, application, surroundings));
            }
        }
        return bound;
    }

    private void checkReferences(
            Optional<ProjectName> name,
            Map<String, Placed<TemplateText.Read>> shared,
            List<BoundApplication> applications) {
        String project = name.map(ProjectName::text).orElse("PROJECT");
        ReferenceCheck check = new ReferenceCheck(problems, project, surroundings.secrets(), shared.keySet());
        Map<String, Placed<TemplateText.Read>> own = SharedEnv.asOwn(shared);
        check.checkExist(EnvBinder.references(own), own.keySet());
        check.checkCircles(own);
        for (BoundApplication application : applications) {
            check.checkExist(
                    application.references(), application.application().env().keySet());
            check.checkCircles(application.env());
        }
    }
}
