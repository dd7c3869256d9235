package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.project.Application;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.Domain;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.Mount;
import dev.berth.core.project.MountedFile;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.project.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One entry of {@code applications}. */
final class ApplicationBinder {
    private ApplicationBinder() {}

    static BoundApplication bind(ApplicationName name, Fields fields, Surroundings surroundings) {
        LaterKeys.warn(fields, ApplicationKeys.APPLICATION);
        Map<String, Placed<TemplateText.Read>> env = EnvBinder.templates(fields, "env");
        List<Placed<Template.Piece>> references = new ArrayList<>(EnvBinder.references(env));
        Map<String, Template> variables = new LinkedHashMap<>(EnvFileBinder.bind(fields, surroundings.envFiles()));
        variables.putAll(EnvBinder.plain(env));
        List<Placed<Mount>> mounts =
                MountBinder.bind(fields, surroundings.host().bindRoots());
        List<MountedFile> files = FileBinder.bind(fields, mounts, references);
        List<Placed<Domain>> domains =
                DomainBinder.bind(fields, surroundings.host().publicAuthority());
        List<Placed<PublishedPort>> ports = PortBinder.bind(fields);
        List<Placed<Dependency>> dependencies = DependencyBinder.bind(fields);
        OptionalInt port = fields.whole("port");
        Optional<HealthCheck> check = HealthCheckBinder.bind(fields, port);
        Application application = new Application(
                name,
                SourceBinder.bind(fields),
                InvocationBinder.bind(fields),
                labels(fields),
                variables,
                values(mounts),
                files,
                port,
                values(domains),
                values(ports),
                fields.whole("replicas").orElse(1),
                fields.flag("sticky", false),
                fields.flag("retry", true),
                PolicyBinder.restart(fields),
                check,
                values(dependencies),
                fields.flag("job", false),
                PolicyBinder.resources(fields),
                PolicyBinder.deploy(fields, check),
                VerificationBinder.bind(fields),
                PrivilegesBinder.bind(fields));
        BoundApplication bound =
                new BoundApplication(application, fields, env, references, mounts, domains, ports, dependencies);
        ApplicationCheck.check(bound);
        return bound;
    }

    private static Map<String, String> labels(Fields fields) {
        Map<String, EnvBinder.Variable> labels = EnvBinder.variables(fields, "labels");
        labels.forEach((name, label) -> {
            EnvBinder.refuseReference(fields, "labels", label.value());
            if (name.startsWith("dev.berth.")) {
                fields.problems()
                        .error(
                                label.nameAt(),
                                "\"" + Excerpt.of(name) + "\" is Berth's own, as all labels that begin with dev.berth.",
                                "choose another name");
            }
        });
        Map<String, String> result = new LinkedHashMap<>();
        labels.forEach((name, label) -> result.put(name, label.value().text()));
        return result;
    }

    private static <T> List<T> values(List<Placed<T>> placed) {
        return placed.stream().map(Placed::value).toList();
    }
}
