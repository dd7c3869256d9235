package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Killed at any moment, the daemon takes up what it was doing, and the containers serve meanwhile. */
@Order(2)
@Execution(ExecutionMode.CONCURRENT)
class CrashIT {
    /** Start, await healthy, publish, confirm, accept, update, stop, remove, and when all is over. */
    private static final int STEPS = 11;
    /** Every single one of every kind of deployment: CrashKindsIT. */
    private static final int STRIDE = 4;

    private static final String PROJECT =
            """
            project: crash
            applications:
              web:
                image: busybox
                env: {ROUND: "%d"}
                command: [httpd, -f, -p, "8000", -h, /etc]
                port: 8000
                domain: {host: web.crash.test, https: false}
                healthcheck: {http: /hostname, interval: 1s}
                deploy: {monitor: 1s, drain: 3s}
            """;

    @Test
    @Timeout(600)
    void aDeploymentCutOffByAKillIsTakenUpAndEnds() {
        try (TestDaemon daemon = TestDaemon.start()) {
            daemon.applied("crash", PROJECT.formatted(0));
            for (int step = 0; step <= STEPS; step += STRIDE) {
                int round = step + 1;
                var answer = daemon.api("PUT", "/projects/crash", PROJECT.formatted(round));
                assertEquals(202, answer.statusCode(), answer.body());
                awaitStep(daemon, answer.headers().firstValue("Location").orElseThrow(), step);
                daemon.kill();
                assertEquals(
                        200,
                        daemon.visit("web.crash.test", "/hostname").statusCode(),
                        "it serves while the daemon is dead, round " + round);
                daemon.launch();
                daemon.awaitReady();
                JsonNode deployment =
                        daemon.awaitEnd(answer.headers().firstValue("Location").orElseThrow());
                assertEquals("succeeded", deployment.get("status").asText(), deployment.toPrettyString());
                String name = daemon.container("crash", "web");
                assertEquals(Integer.toString(round), Docker.run("exec", name, "sh", "-c", "echo $ROUND"));
                assertEquals(200, daemon.visit("web.crash.test", "/hostname").statusCode());
            }
        }
    }

    /** Until that many steps have begun, or the deployment is over. */
    private static void awaitStep(TestDaemon daemon, String location, int number) {
        Eventually.isCaught(() -> location + " is at step " + number, Duration.ofSeconds(60), () -> {
            JsonNode deployment = daemon.get(location.substring("/api/v1".length()));
            return deployment.get("steps").size() >= number
                    || !deployment.path("finished_at").asText("").isEmpty();
        });
    }

    @Test
    void aTerminatedDaemonEndsByItselfAndItsContainersServeOn() {
        try (TestDaemon daemon = TestDaemon.start()) {
            daemon.applied("crash", PROJECT.formatted(0));
            int code = daemon.terminate();
            assertTrue(List.of(0, 143).contains(code), "exit code " + code);
            assertEquals(200, daemon.visit("web.crash.test", "/hostname").statusCode());
            String container = daemon.container("crash", "web");
            // It may be killed itself by what it brings about.
            Docker.attempt("exec", container, "killall", "httpd");
            Eventually.holds(
                    "the engine itself restarts it while the daemon is away",
                    Duration.ofSeconds(60),
                    () -> !Docker.run("inspect", "-f", "{{.RestartCount}}", container)
                                    .equals("0")
                            && daemon.visit("web.crash.test", "/hostname").statusCode() == 200);
        }
    }

    @Test
    void aSecondDaemonOnTheSameDataDirectoryIsRefused() {
        try (TestDaemon daemon = TestDaemon.start("--proxy", "none")) {
            Docker.Answer second = daemon.berth(
                    "daemon", "--data-dir", daemon.data.toString(), "--listen", "127.0.0.1:0", "--proxy", "none");
            assertEquals(1, second.code(), second.text());
            assertTrue(second.text().contains(daemon.data.toString()), second.text());
        }
    }
}
