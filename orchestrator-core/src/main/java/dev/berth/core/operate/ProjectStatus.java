package dev.berth.core.operate;

import dev.berth.core.project.ProjectName;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * How a project is.
 *
 * @param revision newest definition, counted from 1
 * @param running the deployment under way
 * @param trouble what hinders the project as a whole, with which each application's message begins; empty when nothing does
 * @param lookedAt when the engine was last asked
 */
public record ProjectStatus(
        ProjectName name,
        long revision,
        List<ApplicationStatus> applications,
        OptionalLong running,
        String trouble,
        Instant lookedAt) {
    public ProjectStatus {
        applications = List.copyOf(applications);
    }
}
