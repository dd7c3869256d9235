package dev.berth.core.engine;

import dev.berth.core.project.HealthCheck;
import dev.berth.core.release.InstanceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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

    @Override
    public void logs(InstanceName name, LogQuery query, Consumer<LogLine> sink) {
        Instant since = query.since().orElse(Instant.MIN);
        tail(name, query.tail()).stream().filter(l -> !l.at().isBefore(since)).forEach(sink);
    }
}
