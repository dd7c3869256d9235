package dev.berth.core.definition;

import dev.berth.core.problem.Problem;
import dev.berth.core.project.Project;
import java.util.List;
import java.util.Optional;

/**
 * What came of a definition.
 *
 * @param project present if and only if no problem is an error
 * @param problems sorted by place
 */
public record Reading(Optional<Project> project, List<Problem> problems) {
    public Reading {
        problems = List.copyOf(problems);
    }
}
