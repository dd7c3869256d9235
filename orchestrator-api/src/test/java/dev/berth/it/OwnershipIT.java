package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What Berth did not make, it does not touch. */
@Order(6)
@Execution(ExecutionMode.CONCURRENT)
class OwnershipIT {
    private static final String PROJECT =
            """
            project: own
            applications:
              web:
                image: busybox
                command: [sleep, "1000"]
                volumes: [data:/data]
                healthcheck: {command: ["true"], interval: 1s}
            """;

    private TestDaemon daemon;

    @BeforeEach
    void start() {
        daemon = TestDaemon.start("--proxy", "none");
    }

    @AfterEach
    void takeAway() {
        daemon.close();
        Docker.attempt("network", "rm", daemon.instance + "-own");
        Docker.attempt("volume", "rm", daemon.instance + "-own_data");
    }

    private void refused(String what) {
        var answer = daemon.api("PUT", "/projects/own", PROJECT);
        String words = answer.statusCode() == 202
                ? daemon.awaitEnd(answer.headers().firstValue("Location").orElseThrow())
                        .toString()
                : answer.body();
        assertTrue(answer.statusCode() == 409 || words.contains("\"failed\""), words);
        assertTrue(words.contains(what), words);
        assertEquals(List.of(), daemon.containers("own", "web"));
    }

    @Test
    void aForeignNetworkOfTheNeededNameIsRefusedAndLeftAlone() {
        String id = Docker.run("network", "create", daemon.instance + "-own");
        refused(daemon.instance + "-own");
        assertEquals(id, Docker.run("network", "inspect", "-f", "{{.Id}}", daemon.instance + "-own"));
    }

    @Test
    void aForeignVolumeOfTheNeededNameIsRefusedAndLeftAlone() {
        Docker.run("volume", "create", daemon.instance + "-own_data");
        refused(daemon.instance + "-own_data");
        Docker.run("volume", "inspect", daemon.instance + "-own_data");
    }

    @Test
    void aForeignContainerOfTheNeededNameIsRefusedAndLeftAlone() {
        daemon.applied("own", PROJECT);
        String name = daemon.container("own", "web");
        daemon.kill();
        Docker.run("rm", "-f", name);
        String id = Docker.run("run", "-d", "--name", name, "busybox", "sleep", "1000");
        daemon.launch();
        daemon.awaitReady();
        Eventually.holds(
                "the status names the foreign container",
                java.time.Duration.ofSeconds(30),
                () -> daemon.application("own", "web").get("message").asText().contains(name));
        assertEquals(id + " true", Docker.run("inspect", "-f", "{{.Id}} {{.State.Running}}", name));
        Docker.run("rm", "-f", name);
    }

    @Test
    void aDaemonOnAnEmptyDataDirectoryChangesNothingOfWhatRuns() throws IOException {
        daemon.applied("own", PROJECT);
        List<String> before = everything();
        daemon.kill();
        Path aside = daemon.home.resolve("aside");
        Files.move(daemon.data, aside);
        daemon.launch();
        daemon.awaitReady();
        var doctor = daemon.berth("doctor");
        assertTrue(doctor.text().contains("own"), doctor.text());
        var answer = daemon.api("PUT", "/projects/own", PROJECT);
        if (answer.statusCode() == 202) {
            assertEquals(
                    "failed",
                    daemon.awaitEnd(answer.headers().firstValue("Location").orElseThrow())
                            .get("status")
                            .asText());
        } else {
            assertEquals(409, answer.statusCode(), answer.body());
        }
        assertEquals(before, everything());
    }

    private List<String> everything() {
        String filter = "label=dev.berth.instance=" + daemon.instance;
        return java.util.stream.Stream.of(
                        Docker.lines(
                                "ps",
                                "-a",
                                "--no-trunc",
                                "--format",
                                "{{.ID}} {{.Names}} {{.State}}",
                                "--filter",
                                filter),
                        Docker.lines(
                                "network", "ls", "--no-trunc", "--format", "{{.ID}} {{.Name}}", "--filter", filter),
                        Docker.lines("volume", "ls", "--format", "{{.Name}}", "--filter", filter))
                .flatMap(List::stream)
                .toList();
    }
}
