package dev.berth.core.engine;

import dev.berth.core.project.ProjectName;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The networks of the {@link InMemoryEngine}, and which of them the reverse proxy is on. */
final class MemoryNetworks {
    private final Set<ProjectName> networks = new TreeSet<>();
    private final Set<ProjectName> joined = new TreeSet<>();
    private boolean proxy = true;

    void proxyIsThere(boolean now) {
        proxy = now;
        if (!now) {
            joined.clear();
        }
    }

    Optional<String> proxyAddress() {
        return proxy ? Optional.of("10.201.0.2") : Optional.empty();
    }

    Optional<String> proxyGateway() {
        return proxy ? Optional.of("10.201.0.1") : Optional.empty();
    }

    void create(ProjectName project) {
        networks.add(project);
    }

    void remove(ProjectName project) {
        networks.remove(project);
        joined.remove(project);
    }

    void join(ProjectName project) {
        if (!proxy) {
            throw MemoryInstances.missing("reverse proxy");
        }
        require(project);
        joined.add(project);
    }

    void disconnectProxy(ProjectName project) {
        joined.remove(project);
    }

    /** @throws EngineException of kind {@code NOT_FOUND} without the project's network */
    void require(ProjectName project) {
        if (!isThere(project)) {
            throw MemoryInstances.missing("network of " + project);
        }
    }

    boolean isThere(ProjectName project) {
        return networks.contains(project);
    }

    boolean isJoined(ProjectName project) {
        return joined.contains(project);
    }

    Set<ProjectName> projects() {
        return new TreeSet<>(networks);
    }
}
