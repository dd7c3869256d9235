package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.engine.ProgressSink;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Folds the flood of a pull's progress into a few lines, and finds the error that can stand in it. */
final class PullProgress {
    private final String reference;
    private final ProgressSink progress;
    private final Set<String> layers = new HashSet<>();
    private final Set<String> done = new HashSet<>();
    private final Map<String, String> told = new HashMap<>();
    private Optional<String> failure = Optional.empty();

    PullProgress(String reference, ProgressSink progress) {
        this.reference = reference;
        this.progress = progress;
    }

    /** Returns whether that is news: some engines repeat again and again how far they are. */
    boolean accept(JsonNode message) {
        fold(message);
        // The text beside these says how long it may still take, which changes while nothing comes.
        String news = message.path("status").asText("") + message.path("progressDetail");
        return !news.equals(told.put(message.path("id").asText(""), news));
    }

    private void fold(JsonNode message) {
        String error = message.path("errorDetail")
                .path("message")
                .asText(message.path("error").asText(""));
        if (!error.isEmpty()) {
            failure = Optional.of(error);
            return;
        }
        String status = message.path("status").asText("");
        String layer = message.path("id").asText("");
        if (layer.isEmpty() || status.startsWith("Pulling from")) {
            if (!status.isEmpty()) {
                progress.line(status + (layer.isEmpty() ? "" : " " + layer));
            }
            return;
        }
        layers.add(layer);
        boolean complete = status.equals("Pull complete") || status.equals("Already exists");
        if (complete && done.add(layer)) {
            progress.line(reference + ": layer " + done.size() + " of " + layers.size());
        }
    }

    /** The engine's words when the pull failed. */
    Optional<String> failure() {
        return failure;
    }

    /** What to do when a pull failed with these words. */
    static String remedy(String reference, String words) {
        if (words.contains("no such host")
                || words.contains("dial tcp")
                || words.contains("Timeout")
                || words.contains("timeout")
                || words.contains("TLS handshake")
                || words.contains("proxyconnect")) {
            return "; no registry answered: check this host's connection and Docker's proxy settings, or load the image"
                    + " with docker load";
        }
        if (words.contains("toomanyrequests")) {
            return "; the registry limits how much is pulled: try again later, or sign in with docker login";
        }
        return "; check how " + reference + " is spelled, and that it is public or already on this host";
    }
}
