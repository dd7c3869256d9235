package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.engine.EngineEvent;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.Subscription;
import dev.berth.core.project.ProjectName;
import dev.berth.core.time.Bell;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The engine's events as hints; one thread reads them and connects again when the stream breaks. */
final class DockerEvents implements Subscription {
    private static final Duration FIRST_CONNECTION = Duration.ofSeconds(5);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final List<String> TYPES = List.of("container", "network", "volume", "image");
    private static final List<String> ACTIONS = List.of(
            "create",
            "start",
            "die",
            "oom",
            "pause",
            "unpause",
            "rename",
            "update",
            "destroy",
            "remove",
            "connect",
            "disconnect",
            "delete",
            "untag",
            "tag");

    private final DockerApi api;
    private final Labels labels;
    private final Map<String, ProjectName> networks;
    private final Consumer<EngineEvent> listener;
    private final Timekeeper time;
    private final Bell heard;
    private final Thread reader;
    private volatile boolean closed;
    private volatile Optional<Streamed> stream = Optional.empty();

    private DockerEvents(
            DockerApi api,
            Labels labels,
            Map<String, ProjectName> networks,
            Consumer<EngineEvent> listener,
            Timekeeper time) {
        this.api = api;
        this.labels = labels;
        this.networks = networks;
        this.listener = listener;
        this.time = time;
        this.heard = time.bell();
        this.reader = new Thread(this::read, "docker-events");
        reader.setDaemon(true);
    }

    /**
     * Begins to listen, and returns when the engine is heard or does not answer for a while.
     *
     * @param networks names of projects' networks, whose events carry no labels; it may grow later
     */
    static DockerEvents listen(
            DockerApi api,
            Labels labels,
            ConcurrentHashMap<String, ProjectName> networks,
            Consumer<EngineEvent> to,
            Timekeeper time) {
        DockerEvents events = new DockerEvents(api, labels, networks, to, time);
        events.reader.start();
        try {
            events.heard.await(FIRST_CONNECTION);
        } catch (InterruptedException e) {
            events.close();
            Thread.currentThread().interrupt();
            throw DockerFailures.interrupted("listen to the engine's events", e);
        }
        return events;
    }

    @Override
    public void close() {
        closed = true;
        stream.ifPresent(Streamed::close);
        reader.interrupt();
    }

    private void read() {
        boolean broken = false;
        Duration wait = SHORTEST_WAIT;
        while (!closed) {
            String why = "the engine ended the stream of its events";
            try (Streamed answer = call().stream()) {
                stream = Optional.of(answer);
                heard.ring();
                if (broken) {
                    listener.accept(new EngineEvent.Reconnected());
                }
                broken = false;
                wait = SHORTEST_WAIT;
                answer.each(this::hear);
            } catch (EngineException e) {
                why = e.getMessage();
            }
            stream = Optional.empty();
            if (closed) {
                return;
            }
            api.forgetAgreement();
            if (!broken) {
                listener.accept(new EngineEvent.Disconnected(why));
            }
            broken = true;
            heard.ring();
            try {
                time.sleep(wait);
            } catch (InterruptedException e) {
                return;
            }
            wait = wait.compareTo(LONGEST_WAIT.dividedBy(2)) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
    }

    private Call call() {
        ObjectNode filters = DockerApi.JSON.createObjectNode();
        ArrayNode types = filters.putArray("type");
        TYPES.forEach(types::add);
        ArrayNode actions = filters.putArray("event");
        ACTIONS.forEach(actions::add);
        return api.get("/events").query("filters", filters.toString()).attempting("listen to the engine's events");
    }

    private void hear(JsonNode event) {
        JsonNode attributes = event.path("Actor").path("Attributes");
        String type = event.path("Type").asText("");
        String action = event.path("Action").asText("");
        Optional<ProjectName> project = labels.own(attributes)
                ? Labels.project(attributes)
                : type.equals("network")
                        ? Optional.ofNullable(
                                networks.get(attributes.path("name").asText("")))
                        : type.equals("volume") ? volumeOwner(event) : Optional.empty();
        project.ifPresent(name -> listener.accept(new EngineEvent.Changed(name, type + " " + action)));
    }

    /** A volume's event carries no labels, and when it is gone nobody can ask for them: its name begins as the network's. */
    private Optional<ProjectName> volumeOwner(JsonNode event) {
        String name = event.path("Actor").path("ID").asText("");
        return networks.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey() + "_"))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
