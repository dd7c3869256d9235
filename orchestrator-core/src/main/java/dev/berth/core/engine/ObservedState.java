package dev.berth.core.engine;

import dev.berth.core.project.ProjectName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the engine has of one project at one moment.
 *
 * @param network whether the project's network is there
 * @param proxyJoined whether the reverse proxy is attached to it
 * @param volumes names of the project's own volumes (without the instance prefix) and of external ones by their name
 * @param images references and ids of all images that the engine can start now
 * @param instances sorted by name
 */
public record ObservedState(
        ProjectName project,
        boolean network,
        boolean proxyJoined,
        Set<String> volumes,
        Set<String> images,
        List<ObservedInstance> instances) {
    public ObservedState {
        volumes = java.util.Collections.unmodifiableSet(new TreeSet<>(volumes));
        images = java.util.Collections.unmodifiableSet(new TreeSet<>(images));
        instances = instances.stream()
                .sorted(java.util.Comparator.comparing(ObservedInstance::name))
                .toList();
    }

    public static ObservedState empty(ProjectName project) {
        return new ObservedState(project, false, false, Set.of(), Set.of(), List.of());
    }
}
