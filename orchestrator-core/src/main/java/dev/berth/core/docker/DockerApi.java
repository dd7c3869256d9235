package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.berth.core.engine.EngineException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The Engine API over docker-java's transport: one agreed version, a deadline for every call, failures with a remedy. */
final class DockerApi implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final String HIGHEST_TESTED = "1.44";
    private static final Duration GREETING = Duration.ofSeconds(10);

    private final URI host;
    private final DockerHttpClient http;
    private final ScheduledThreadPoolExecutor alarms;
    private volatile Optional<Agreement> agreement = Optional.empty();

    /** What was agreed on with the engine. */
    record Agreement(String version, boolean buildKit) {}

    DockerApi(URI host) {
        this.host = host;
        this.http = new ZerodepDockerHttpClient.Builder().dockerHost(host).build();
        this.alarms = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "docker-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        alarms.setRemoveOnCancelPolicy(true);
    }

    Call get(String path) {
        return new Call(this, "GET", path);
    }

    Call post(String path) {
        return new Call(this, "POST", path);
    }

    Call put(String path) {
        return new Call(this, "PUT", path);
    }

    Call delete(String path) {
        return new Call(this, "DELETE", path);
    }

    URI host() {
        return host;
    }

    DockerHttpClient http() {
        return http;
    }

    ScheduledExecutorService alarms() {
        return alarms;
    }

    /** The version for both: what the engine speaks, but not above what was tested, nor below what it still accepts. */
    Agreement agreement() {
        Optional<Agreement> known = agreement;
        if (known.isPresent()) {
            return known.get();
        }
        Answer ping = new Call(this, "GET", "/_ping")
                .unversioned()
                .within(GREETING)
                .attempting("greet the engine")
                .answer();
        JsonNode version = new Call(this, "GET", "/version")
                .unversioned()
                .within(GREETING)
                .attempting("ask the engine for its version")
                .json();
        String highest =
                ping.header("Api-Version").orElse(version.path("ApiVersion").asText(HIGHEST_TESTED));
        String agreed = Versions.lower(highest, HIGHEST_TESTED);
        agreed = Versions.higher(agreed, version.path("MinAPIVersion").asText("1.12"));
        String builder = ping.header("Builder-Version").orElse("");
        Agreement made = new Agreement(
                agreed, !builder.equals("1") && !Versions.lower(agreed, "1.39").equals(agreed));
        agreement = Optional.of(made);
        return made;
    }

    /** The engine went away: it may come back as another version. */
    void forgetAgreement() {
        agreement = Optional.empty();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static JsonNode parse(byte[] body, String attempted) {
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new EngineException(
                    EngineException.Kind.REFUSED,
                    "cannot " + attempted + ": Docker answered something that is not JSON: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        alarms.shutdownNow();
        try {
            http.close();
        } catch (IOException e) {
            throw new EngineException(EngineException.Kind.REFUSED, "cannot close the connection to Docker: " + e, e);
        }
    }
}
