package dev.berth.core.engine;

import dev.berth.core.project.HealthCheck;
import dev.berth.core.release.InstanceName;
import java.util.List;
import java.util.Optional;

/** What an engine answers that nobody else uses and whose images declare nothing. */
abstract class LonelyEngine implements Engine {
    @Override
    public EngineInfo info() {
        return new EngineInfo("memory", "1", "1.41", true, "/nowhere");
    }

    @Override
    public List<ForeignThing> strangers() {
        return List.of();
    }

    @Override
    public List<String> imagesLabelled(String label) {
        return List.of();
    }

    @Override
    public Optional<HealthCheck> declaredHealthCheck(InstanceName instance) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
