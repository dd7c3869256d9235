package dev.berth.core.definition;

import dev.berth.core.project.Application;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.Domain;
import dev.berth.core.project.Mount;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.project.Template;
import java.util.List;
import java.util.Map;

/**
 * An application with the places of those parts that have to fit with others.
 *
 * @param env the variables of the file's own {@code env}
 * @param references those in env and in files
 */
record BoundApplication(
        Application application,
        Fields fields,
        Map<String, Placed<TemplateText.Read>> env,
        List<Placed<Template.Piece>> references,
        List<Placed<Mount>> mounts,
        List<Placed<Domain>> domains,
        List<Placed<PublishedPort>> ports,
        List<Placed<Dependency>> dependencies) {
    String name() {
        return application.name().text();
    }
}
