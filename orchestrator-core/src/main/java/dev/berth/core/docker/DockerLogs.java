package dev.berth.core.docker;

import dev.berth.core.engine.EngineNames;
import dev.berth.core.engine.LogLine;
import dev.berth.core.engine.LogQuery;
import dev.berth.core.release.InstanceName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** What instances print. */
final class DockerLogs {
    /** How long the engine may keep to itself what was printed long ago. */
    static final Duration SILENCE = Duration.ofSeconds(20);

    private static final int PIECE = 1 << 15;

    private final DockerApi api;
    private final EngineNames names;
    private final DockerInstances instances;
    private final Duration silence;

    /** @param silence how long nothing may come of what was printed before now */
    DockerLogs(DockerApi api, EngineNames names, DockerInstances instances, Duration silence) {
        this.api = api;
        this.names = names;
        this.instances = instances;
        this.silence = silence;
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
            InputStream body = query.follow() ? answer.body() : heard(answer);
            Frames.read(body, lines::accept);
        } catch (IOException e) {
            throw call.broken(e);
        }
        lines.end();
    }

    private InputStream heard(Streamed answer) {
        return new BufferedInputStream(
                new HeardInput(answer.body(), api, answer.call().attempted(), silence), PIECE);
    }

    private static String seconds(Instant instant) {
        return String.format(Locale.ROOT, "%d.%09d", instant.getEpochSecond(), instant.getNano());
    }
}
