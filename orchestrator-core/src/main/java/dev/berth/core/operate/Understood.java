package dev.berth.core.operate;

import dev.berth.core.problem.Problem;
import dev.berth.core.project.Project;
import dev.berth.core.release.DesiredState;
import java.util.List;
import java.util.Map;

/** What came of reading and resolving a definition. */
sealed interface Understood {
    /** @param uploads those sent along, and those that stood ready */
    record Right(Project project, DesiredState state, Map<String, String> uploads, List<Problem> warnings)
            implements Understood {}

    record Wrong(List<Problem> problems) implements Understood {}

    record Incomplete(List<LocalFile> missing) implements Understood {}
}
