package dev.berth.core.definition;

import dev.berth.core.problem.Problem;
import dev.berth.core.problem.Problems;
import dev.berth.core.project.Project;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlReader;
import java.util.List;
import java.util.Optional;

/** From the text of a project file to a valid {@link Project}, or to everything that is wrong with it at once. */
public final class ProjectReader {
    private ProjectReader() {}

    /**
     * @param file the name for messages, such as {@code project.yml}
     * @param text YAML or JSON
     */
    public static Reading read(String file, String text, Surroundings surroundings) {
        Problems problems = new Problems();
        Optional<YamlNode> root = YamlReader.read(file, text, problems);
        Optional<Project> project = root.flatMap(r -> new ProjectBinder(r, surroundings, problems).bind());
        return new Reading(problems.hasErrors() ? Optional.empty() : project, problems.all());
    }

    /**
     * As {@link #read(String, String, Surroundings)}, of what has been put together from several texts.
     *
     * @param before problems that were found while those were read
     */
    static Reading read(YamlNode root, List<Problem> before, Surroundings surroundings) {
        Problems problems = new Problems();
        before.forEach(problems::add);
        Optional<Project> project = new ProjectBinder(root, surroundings, problems).bind();
        return new Reading(project, problems.all());
    }
}
