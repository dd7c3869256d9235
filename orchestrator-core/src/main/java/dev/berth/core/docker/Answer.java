package dev.berth.core.docker;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the engine answered, read to its end. */
record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    boolean good() {
        return status < 400;
    }

    Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(name))
                .flatMap(e -> e.getValue().stream())
                .findFirst();
    }
}
