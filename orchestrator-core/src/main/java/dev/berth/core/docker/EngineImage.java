package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.project.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an image says about itself.
 *
 * @param volumes directories it declares as volumes
 */
record EngineImage(String id, List<String> entrypoint, SortedSet<String> volumes, Optional<HealthCheck> healthCheck) {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int RETRIES = 3;

    /** Reads the answer of {@code GET /images/…/json}. */
    static EngineImage of(JsonNode image) {
        JsonNode config = image.path("Config");
        SortedSet<String> volumes = new TreeSet<>();
        config.path("Volumes").fieldNames().forEachRemaining(volumes::add);
        return new EngineImage(
                image.path("Id").asText(), texts(config.path("Entrypoint")), volumes, healthCheck(config));
    }

    private static Optional<HealthCheck> healthCheck(JsonNode config) {
        JsonNode check = config.path("Healthcheck");
        List<String> test = texts(check.path("Test"));
        if (test.size() < 2) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>();
        if (test.get(0).equals("CMD-SHELL")) {
            List<String> shell = texts(config.path("Shell"));
            command.addAll(shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
        }
        command.addAll(test.subList(1, test.size()));
        int retries = check.path("Retries").asInt(0);
        return Optional.of(new HealthCheck(
                new HealthCheck.Command(command),
                duration(check.path("Interval"), INTERVAL),
                duration(check.path("Timeout"), TIMEOUT),
                retries == 0 ? RETRIES : retries,
                duration(check.path("StartPeriod"), Duration.ZERO)));
    }

    private static Duration duration(JsonNode nanos, Duration otherwise) {
        return nanos.asLong(0) == 0 ? otherwise : Duration.ofNanos(nanos.asLong());
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
