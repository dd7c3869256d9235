package dev.berth.core.definition;

import dev.berth.core.problem.Place;
import dev.berth.core.problem.Problem;
import dev.berth.core.problem.Problems;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlReader;
import dev.berth.core.yaml.YamlScalar;
import dev.berth.core.yaml.YamlText;
import java.util.List;
import java.util.Optional;

/** A project's definition as it is kept, into which single applications are put and from which they are taken. */
public final class StoredDefinition {
    private static final String APPLICATIONS = "applications";
    private static final Place NOWHERE = new Place("", 1, 1);

    private final YamlMapping root;

    private StoredDefinition(YamlMapping root) {
        this.root = root;
    }

    /**
     * What became of it.
     *
     * @param text the whole definition, to be kept when the reading has a project
     * @param reading problems of a posted body name that body's own lines
     */
    public record Revised(String text, Reading reading) {}

    /** Of a project that has none yet. */
    public static StoredDefinition empty(ProjectName project) {
        YamlScalar key = new YamlScalar(NOWHERE, 1, "project", "project", false, -1);
        YamlScalar name = new YamlScalar(NOWHERE, 1, "project", project.text(), true, -1);
        return new StoredDefinition(new YamlMapping(NOWHERE, 1, "", List.of(new YamlMapping.Entry(key, name))));
    }

    /**
     * @param file what messages call it
     * @throws IllegalStateException when it cannot be read, which was made sure before it was stored
     */
    public static StoredDefinition of(String file, String text) {
        Problems problems = new Problems();
        Optional<YamlNode> root = YamlReader.read(file, text, problems);
        if (root.isPresent() && root.get() instanceof YamlMapping mapping) {
            return new StoredDefinition(mapping);
        }
        throw new IllegalStateException("the stored definition cannot be read: "
                + problems.all().stream().map(Problem::what).findFirst().orElse("not a mapping"));
    }

    /** What stands under an application's name; empty when it is not defined. */
    public Optional<YamlMapping> application(ApplicationName name) {
        return applications(root.place())
                .get(name.text())
                .filter(YamlMapping.class::isInstance)
                .map(YamlMapping.class::cast);
    }

    /** Adds or replaces one application. */
    public Revised with(ApplicationName name, PostedApplication posted, Surroundings surroundings) {
        if (posted.body().isEmpty()) {
            return new Revised(YamlText.write(root), new Reading(Optional.empty(), posted.problems()));
        }
        YamlMapping body = posted.body().get().under(APPLICATIONS + "." + name);
        YamlMapping applications = applications(body.place()).with(name.text(), body);
        return revised(root.with(APPLICATIONS, applications), posted.problems(), surroundings);
    }

    /** Takes one application out; the reading tells whether the others can do without. */
    public Revised without(ApplicationName name, Surroundings surroundings) {
        YamlMapping applications = applications(root.place()).without(name.text());
        return revised(root.with(APPLICATIONS, applications), List.of(), surroundings);
    }

    private static Revised revised(YamlMapping root, List<Problem> posted, Surroundings surroundings) {
        Reading reading = ProjectReader.read(root, posted, surroundings);
        return new Revised(YamlText.write(root), reading);
    }

    private YamlMapping applications(Place place) {
        return root.get(APPLICATIONS)
                .filter(YamlMapping.class::isInstance)
                .map(YamlMapping.class::cast)
                .orElseGet(() -> new YamlMapping(place, 1, APPLICATIONS, List.of()));
    }
}
