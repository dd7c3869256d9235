package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.core.docker.EngineLink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same apply again: every call to the engine is listened to, every file of the data directory looked at. */
class IdempotenceIT {
    private static final String PROJECT =
            """
            project: same
            applications:
              web:
                build: {dockerfile_inline: "FROM busybox\\nCMD [\\"httpd\\", \\"-f\\", \\"-p\\", \\"8000\\", \\"-h\\", \\"/etc\\"]\\n"}
                env: {COLOUR: red}
                volumes: [data:/data]
                port: 8000
                domain: {host: web.same.test, https: false}
                healthcheck: {http: /hostname, interval: 1s}
                depends_on: [redis]
              redis:
                image: redis:7
                volumes: [counts:/data]
                healthcheck: {tcp: 6379, interval: 1s}
            """;

    @Test
    void theSameApplyAgainChangesNothingOnTheEngineAndWritesNoFile() throws IOException {
        try (EngineLink link = EngineLink.to(URI.create(Docker.HOST));
                TestDaemon daemon =
                        TestDaemon.start("--docker-host", link.host().toString())) {
            daemon.applied("same", PROJECT);
            assertFalse(mutations(link, 0).isEmpty(), "the link hears nothing");
            Path file = Files.writeString(daemon.home.resolve("project.yml"), PROJECT);
            daemon.berth("apply", "-f", file.toString());

            Eventually.holds(
                    () -> "it is tidied up behind the deployment: " + mutations(link, 0),
                    Duration.ofSeconds(60),
                    () -> {
                        List<String> so = mutations(link, 0);
                        return so.get(so.size() - 1).contains("/build/prune");
                    });
            int heard = link.calls().size();
            var before = files(daemon.data);
            for (int i = 0; i < 3; i++) {
                assertEquals(200, daemon.api("PUT", "/projects/same", PROJECT).statusCode());
                Docker.Answer again = daemon.berth("apply", "-f", file.toString());
                assertEquals(0, again.code(), again.text());
                assertEquals(
                        0,
                        daemon.berth("plan", "--exit-code", "-f", file.toString())
                                .code());
            }
            assertEquals(List.of(), mutations(link, heard));
            assertEquals(before, files(daemon.data));
        }
    }

    private static List<String> mutations(EngineLink link, int from) {
        List<String> calls = link.calls();
        return calls.subList(from, calls.size()).stream()
                .filter(call -> !call.startsWith("GET ") && !call.startsWith("HEAD "))
                .toList();
    }

    /** Each file with its inode, size and time of change; without SQLite's shared memory, in which readers make marks. */
    private static SortedMap<String, String> files(Path directory) throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(f -> !f.toString().endsWith("-shm")).toList()) {
                var attributes = Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime");
                found.put(directory.relativize(file).toString(), new TreeMap<>(attributes).toString());
            }
        }
        return found;
    }
}
