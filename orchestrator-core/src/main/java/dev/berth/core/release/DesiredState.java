package dev.berth.core.release;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What should be of one project; applications sorted by name. */
public record DesiredState(ProjectName project, List<DesiredApplication> applications) {
    public DesiredState {
        applications = applications.stream()
                .sorted(Comparator.comparing(DesiredApplication::name))
                .toList();
    }

    public Optional<DesiredApplication> application(ApplicationName wanted) {
        return applications.stream().filter(a -> a.name().equals(wanted)).findFirst();
    }

    /** Whether this release is one of its applications'. */
    public boolean has(ReleaseName release) {
        return applications.stream().anyMatch(a -> a.release().name().equals(release));
    }
}
