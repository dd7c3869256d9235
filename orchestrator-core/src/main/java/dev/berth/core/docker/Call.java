package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.berth.core.engine.EngineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** One call of the Engine API, being put together and then made. */
final class Call {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final DockerApi api;
    private final String method;
    private final StringBuilder path;
    private String attempted;
    private Duration deadline = DEADLINE;
    private boolean versioned = true;
    private Optional<InputStream> body = Optional.empty();
    private String contentType = "application/json";

    Call(DockerApi api, String method, String path) {
        this.api = api;
        this.method = method;
        this.path = new StringBuilder(path);
        this.attempted = method + " " + path;
    }

    /** Says in a failure's message what was being done, as in "cannot …". */
    Call attempting(String what) {
        attempted = what;
        return this;
    }

    Call query(String name, String value) {
        path.append(path.indexOf("?") < 0 ? '?' : '&').append(name).append('=').append(DockerApi.encode(value));
        return this;
    }

    /** A filter on labels, each {@code KEY=VALUE}. */
    Call labelled(String... labels) {
        var filters = DockerApi.JSON.createObjectNode();
        var list = filters.putArray("label");
        for (String label : labels) {
            list.add(label);
        }
        return query("filters", filters.toString());
    }

    Call within(Duration time) {
        deadline = time;
        return this;
    }

    Call body(JsonNode json) {
        return body(new ByteArrayInputStream(json.toString().getBytes(StandardCharsets.UTF_8)), "application/json");
    }

    Call body(InputStream stream, String type) {
        body = Optional.of(stream);
        contentType = type;
        return this;
    }

    Call unversioned() {
        versioned = false;
        return this;
    }

    String attempted() {
        return attempted;
    }

    /** Makes the call; anything from 400 on is a failure. */
    void run() {
        json();
    }

    /** Makes the call; anything from 400 on is a failure. */
    JsonNode json() {
        return DockerApi.parse(good(answer()).body(), attempted);
    }

    /** Makes the call; empty when the engine has no such thing. */
    Optional<JsonNode> jsonIfThere() {
        Answer answer = answer();
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(DockerApi.parse(good(answer).body(), attempted));
    }

    Answer good(Answer answer) {
        if (!answer.good()) {
            throw refused(answer.status(), answer.body());
        }
        return answer;
    }

    EngineException refused(int status, byte[] words) {
        return DockerFailures.refused(attempted, status, words(status, words));
    }

    /** The words of a refusal. */
    static String words(int status, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{")) {
            String message =
                    DockerApi.parse(body, "read a refusal").path("message").asText("");
            text = message.isEmpty() ? text : message.strip();
        }
        return text.isEmpty() ? "status " + status : text;
    }

    /** Makes the call and reads the answer to its end, whatever its status. */
    Answer answer() {
        DockerHttpClient.Request request = request();
        try (Deadline time = new Deadline(api.alarms(), deadline)) {
            try (DockerHttpClient.Response response = api.http().execute(request)) {
                InputStream stream = response.getBody();
                byte[] bytes = stream == null ? new byte[0] : stream.readAllBytes();
                return new Answer(response.getStatusCode(), response.getHeaders(), bytes);
            } catch (IOException | RuntimeException e) {
                throw failed(e, time);
            }
        }
    }

    /**
     * Makes the call and hands over its answer as it comes; the deadline holds for its beginning. A refusal is a
     * failure.
     */
    Streamed stream() {
        DockerHttpClient.Request request = request();
        try (Deadline time = new Deadline(api.alarms(), deadline)) {
            DockerHttpClient.Response response;
            try {
                response = api.http().execute(request);
            } catch (RuntimeException e) {
                throw failed(e, time);
            }
            if (response.getStatusCode() < 400) {
                return new Streamed(this, response);
            }
            try (response) {
                throw refused(response.getStatusCode(), response.getBody().readAllBytes());
            } catch (IOException e) {
                throw failed(e, time);
            }
        }
    }

    private DockerHttpClient.Request request() {
        String prefix = versioned ? "/v" + api.agreement().version() : "";
        var request = DockerHttpClient.Request.builder().path(prefix + path);
        request.method(method);
        body.ifPresent(stream -> {
            request.putHeader("Content-Type", contentType);
            request.body(stream);
        });
        return request.build();
    }

    private EngineException failed(Exception e, Deadline time) {
        if (e instanceof EngineException known) {
            return known;
        }
        if (time.expired()) {
            return DockerFailures.timedOut(api.host(), attempted, deadline);
        }
        return broken(e);
    }

    /** The connection broke, or somebody wants this thread to end. */
    EngineException broken(Exception e) {
        if (Thread.currentThread().isInterrupted()) {
            return DockerFailures.interrupted(attempted, e);
        }
        api.forgetAgreement();
        return DockerFailures.unreachable(api.host(), attempted, e);
    }
}
