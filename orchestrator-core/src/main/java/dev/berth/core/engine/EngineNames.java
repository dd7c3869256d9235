package dev.berth.core.engine;

import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.VolumeName;

/**
 * What things are called on the engine: behind the daemon's instance prefix, so that two daemons can share an engine.
 *
 * @param instance empty for none
 */
public record EngineNames(String instance) {
    /** What stands before every name: empty, or {@code INSTANCE-}. */
    public String prefix() {
        return instance.isEmpty() ? "" : instance + "-";
    }

    public String container(InstanceName name) {
        return prefix() + name;
    }

    /**
     * The project's network. The proxy's own sorts before every other ({@code 0} before any letter), because Docker
     * leads published ports through the network whose name sorts first.
     */
    public String network(ProjectName project) {
        return prefix() + (project.equals(ProjectName.PROXY) ? "0-proxy" : project.text());
    }

    /** An adopted volume keeps its name. */
    public String volume(VolumeName volume) {
        return volume.external() ? volume.text() : prefix() + volume.text();
    }

    /** Where an instance is found by everything that is on its network, and by nothing else of that name. */
    public String host(InstanceName name) {
        return container(name) + "." + network(name.release().project());
    }
}
