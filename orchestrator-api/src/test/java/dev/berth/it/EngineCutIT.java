package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.docker.EngineLink;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** While the engine does not answer, what runs goes on, what is asked says so, and all goes on when it is back. */
@Order(7)
@Execution(ExecutionMode.CONCURRENT)
class EngineCutIT {
    private static final String PROJECT =
            """
            project: cut
            applications:
              web:
                image: busybox
                env: {COLOUR: %s}
                command: [httpd, -f, -p, "8000", -h, /etc]
                port: 8000
                domain: {host: web.cut.test, https: false}
                healthcheck: {http: /hostname, interval: 1s}
                deploy: {monitor: 1s}
            """;
    private static final Duration SOON = Duration.ofSeconds(30);

    private EngineLink link;
    private TestDaemon daemon;

    @BeforeEach
    void aRunningProject() throws IOException {
        link = EngineLink.to(URI.create(Docker.HOST));
        daemon = TestDaemon.start("--docker-host", link.host().toString());
        daemon.applied("cut", PROJECT.formatted("red"));
    }

    @AfterEach
    void takeAway() throws IOException {
        daemon.close();
        link.close();
    }

    private void serves() {
        assertEquals(200, daemon.visit("web.cut.test", "/hostname").statusCode());
    }

    @Test
    void anApplyIsRefusedWithTheRemedyAndTheOldReleaseServes() throws IOException {
        link.cut();
        serves();
        var refused = daemon.api("PUT", "/projects/cut", PROJECT.formatted("blue"));
        assertEquals(503, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains("cannot reach Docker"), refused.body());
        assertTrue(refused.body().contains("systemctl start docker"), refused.body());
        Docker.Answer doctor = daemon.berth("doctor");
        assertEquals(1, doctor.code(), doctor.text());
        assertTrue(doctor.text().contains("cannot reach Docker"), doctor.text());
        Eventually.holds(
                () -> "the daemon says that it is not ready:\n" + daemon.log(),
                SOON,
                () -> daemon.send("GET", "/readyz", Optional.empty(), Map.of()).statusCode() == 503);
        serves();
        link.restore();
        daemon.awaitReady();
        daemon.applied("cut", PROJECT.formatted("blue"));
        serves();
    }

    @Test
    void whatDiedMeanwhileIsHealedWhenTheEngineIsBack() throws IOException {
        link.cut();
        Docker.run("stop", "-t", "0", daemon.container("cut", "web"));
        link.restore();
        Eventually.holds(
                () -> "it serves again\n" + daemon.log(),
                SOON,
                () -> daemon.visit("web.cut.test", "/hostname").statusCode() == 200);
    }

    @Test
    void aDeploymentThatLosesTheEngineFailsSayingSoAndTheOldReleaseServes() throws IOException {
        String slow = PROJECT.formatted("blue")
                .replace(
                        "image: busybox",
                        "build: {dockerfile_inline: \"FROM busybox\\nRUN echo begun && sleep 60\\n\"}");
        var answer = daemon.api("PUT", "/projects/cut", slow);
        assertEquals(202, answer.statusCode(), answer.body());
        String location = answer.headers().firstValue("Location").orElseThrow();
        Eventually.holds(() -> "the build is under way\n" + daemon.log(), SOON, () -> daemon.get(
                        location.substring("/api/v1".length()))
                .toString()
                .contains("build image"));
        link.cut();
        JsonNode deployment = daemon.awaitEnd(location);
        assertEquals("failed", deployment.get("status").asText(), deployment.toPrettyString());
        assertTrue(deployment.get("message").asText().contains("cannot reach Docker"), deployment.toPrettyString());
        serves();
        link.restore();
        daemon.awaitReady();
        Eventually.holds(
                () -> "nothing of the failed attempt is left: " + daemon.containers("cut", "web"),
                SOON,
                () -> daemon.containers("cut", "web").size() == 1);
        serves();
    }
}
