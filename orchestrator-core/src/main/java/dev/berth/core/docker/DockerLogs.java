package dev.berth.core.docker;

import dev.berth.core.engine.EngineNames;
import dev.berth.core.engine.LogLine;
import dev.berth.core.engine.LogQuery;
import dev.berth.core.release.InstanceName;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** What instances print. */
final class DockerLogs {
    private final DockerApi api;
    private final EngineNames names;
    private final DockerInstances instances;

    DockerLogs(DockerApi api, EngineNames names, DockerInstances instances) {
        this.api = api;
        this.names = names;
        this.instances = instances;
    }

    void read(InstanceName instance, LogQuery query, Consumer<LogLine> sink) {
        Optional<ContainerObservation> container = instances.find(instance);
        if (container.isEmpty() || query.tail() == 0 && !query.follow()) {
            return;
        }
        Call call = api.get("/containers/" + container.get().id() + "/logs")
                .query("stdout", "true")
                .query("stderr", "true")
                .query("timestamps", "true")
                .query("follow", Boolean.toString(query.follow()))
                .query("tail", query.tail() == Integer.MAX_VALUE ? "all" : Integer.toString(query.tail()))
                .attempting("read what container " + names.container(instance) + " prints");
        query.since().ifPresent(since -> call.query("since", seconds(since)));
        LineAssembly lines = new LineAssembly(sink);
        try (Streamed answer = call.stream()) {
            Frames.read(answer.body(), lines::accept);
        } catch (IOException e) {
            throw call.broken(e);
        }
        lines.end();
    }

    private static String seconds(Instant instant) {
        return String.format(Locale.ROOT, "%d.%09d", instant.getEpochSecond(), instant.getNano());
    }
}
