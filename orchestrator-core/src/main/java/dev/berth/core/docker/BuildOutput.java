package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.engine.ProgressSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows a build, of either builder: shows its steps and what they print, and keeps what tells why it failed. */
final class BuildOutput {
    private static final int KEPT_LINES = 20;
    private static final String INTERNAL = "[internal]";

    private final ProgressSink progress;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Set<String> shown = new HashSet<>();
    private final Step classic = new Step();
    private Optional<String> error = Optional.empty();

    private static final class Step {
        private final ByteArrayOutputStream open = new ByteArrayOutputStream();
        private final Deque<String> lines = new ArrayDeque<>();
        private String name = "";
        private String error = "";
    }

    BuildOutput(ProgressSink progress) {
        this.progress = progress;
    }

    void accept(JsonNode message) {
        String words = message.path("errorDetail")
                .path("message")
                .asText(message.path("error").asText(""));
        if (!words.isEmpty()) {
            error = Optional.of(words);
        } else if (message.path("id").asText("").equals("moby.buildkit.trace")) {
            try {
                trace(BuildTrace.decode(message.path("aux").binaryValue()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else if (message.has("stream")) {
            print(classic, message.path("stream").asText().getBytes(StandardCharsets.UTF_8));
        } else if (message.has("status") && !message.has("progressDetail")) {
            progress.line(message.path("status").asText());
        }
    }

    /** Why the build failed: the failing step, the engine's words and the step's last lines. */
    Optional<String> failure() {
        if (error.isEmpty()) {
            return Optional.empty();
        }
        Optional<Step> failed =
                steps.values().stream().filter(step -> !step.error.isEmpty()).findFirst();
        StringBuilder text = new StringBuilder();
        failed.ifPresent(step -> text.append("step ").append(step.name).append(" failed: "));
        text.append(failed.map(step -> step.error).orElse(error.get()).strip());
        Deque<String> lines = failed.map(step -> step.lines).orElse(classic.lines);
        if (!lines.isEmpty()) {
            text.append("; its last lines:");
            lines.forEach(line -> text.append("\n  | ").append(line));
        }
        return Optional.of(text.toString());
    }

    private void trace(BuildTrace trace) {
        for (BuildTrace.Vertex vertex : trace.vertexes()) {
            Step step = steps.computeIfAbsent(vertex.digest(), digest -> new Step());
            step.name = vertex.name();
            if (!vertex.error().isEmpty()) {
                step.error = vertex.error();
            }
            boolean tell = vertex.cached() || vertex.started();
            if (tell && !vertex.name().startsWith(INTERNAL) && shown.add(vertex.digest())) {
                progress.line(vertex.name() + (vertex.cached() ? " (unchanged)" : ""));
            }
        }
        Map<String, Step> unknown = new HashMap<>();
        for (BuildTrace.Log log : trace.logs()) {
            Step step = steps.get(log.vertex());
            print(step == null ? unknown.computeIfAbsent(log.vertex(), v -> new Step()) : step, log.text());
        }
    }

    private void print(Step step, byte[] text) {
        for (byte b : text) {
            if (b == '\n') {
                String line = step.open.toString(StandardCharsets.UTF_8).stripTrailing();
                step.open.reset();
                // A program that draws a bar writes it again and again on one line.
                String last = line.substring(line.lastIndexOf('\r') + 1);
                if (!last.isEmpty()) {
                    keep(step, last);
                }
            } else {
                step.open.write(b);
            }
        }
    }

    private void keep(Step step, String line) {
        step.lines.addLast(line);
        if (step.lines.size() > KEPT_LINES) {
            step.lines.removeFirst();
        }
        progress.line(line);
    }

    /** What was printed last without a line end. */
    void end() {
        steps.values().forEach(step -> print(step, new byte[] {'\n'}));
        print(classic, new byte[] {'\n'});
    }
}
