package dev.berth.core.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One project file: what runs on one private network, and the unit of {@code apply}.
 *
 * @param env shared values, referenced as {@code ${{project.X}}}
 * @param applications sorted by name
 * @param externalVolumes volume name in the file → name on the engine of one that is there already
 */
public record Project(
        ProjectName name,
        Map<String, Template> env,
        List<Application> applications,
        Map<String, String> externalVolumes) {
    public Project {
        env = java.util.Collections.unmodifiableMap(new TreeMap<>(env));
        applications = applications.stream()
                .sorted(java.util.Comparator.comparing(Application::name))
                .toList();
        externalVolumes = java.util.Collections.unmodifiableMap(new TreeMap<>(externalVolumes));
    }

    public Optional<Application> application(ApplicationName wanted) {
        return applications.stream().filter(a -> a.name().equals(wanted)).findFirst();
    }
}
