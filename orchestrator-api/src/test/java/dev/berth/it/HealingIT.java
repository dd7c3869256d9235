package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Whatever an administrator does to a container behind Berth's back, it is back and answering. */
@Order(8)
class HealingIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static TestDaemon daemon;

    @BeforeAll
    static void aRoutedApplication() {
        daemon = TestDaemon.start();
        daemon.applied(
                "heal",
                """
                project: heal
                applications:
                  web:
                    image: busybox
                    command: [httpd, -f, -p, "8000", -h, /etc]
                    port: 8000
                    domain: {host: web.heal.test, https: false}
                    healthcheck: {http: /hostname, interval: 1s}
                """);
        awaitAnswer();
    }

    @AfterAll
    static void takeAway() {
        daemon.close();
    }

    private static void awaitAnswer() {
        Eventually.holds(() -> "the application answers behind the proxy\n" + daemon.log(), SOON, () -> {
            var answer = daemon.visit("web.heal.test", "/hostname");
            return answer.statusCode() == 200 && answer.body().strip().equals("web");
        });
    }

    private static String web() {
        return daemon.container("heal", "web");
    }

    private static void awaitRunning() {
        Eventually.holds(() -> "it runs again\n" + daemon.log(), SOON, () -> Docker.run(
                        "inspect", "-f", "{{.State.Running}}", web())
                .equals("true"));
    }

    private static String proxy() {
        return daemon.container("proxy", "traefik");
    }

    @Test
    void aStoppedContainerIsStartedAgain() {
        Docker.run("stop", "-t", "1", web());
        awaitRunning();
        awaitAnswer();
    }

    @Test
    void aKilledContainerIsStartedAgain() {
        Docker.run("kill", web());
        awaitRunning();
        awaitAnswer();
    }

    @Test
    void aRemovedContainerIsMadeAgain() {
        String name = web();
        Docker.run("rm", "-f", name);
        Eventually.holds("it is there again", SOON, () -> daemon.containers("heal", "web")
                .equals(List.of(name)));
        awaitAnswer();
    }

    @Test
    void aDisconnectedContainerIsConnectedAgain() {
        Docker.run("network", "disconnect", "-f", daemon.instance + "-heal", web());
        Eventually.holds(() -> "it is on its network again\n" + daemon.log(), SOON, () -> Docker.run(
                        "inspect", "-f", "{{range $n, $v := .NetworkSettings.Networks}}{{$n}} {{end}}", web())
                .contains(daemon.instance + "-heal"));
        awaitAnswer();
    }

    @Test
    void aPausedContainerRunsAgain() {
        Docker.run("pause", web());
        Eventually.holds(() -> "it is not paused\n" + daemon.log(), Duration.ofSeconds(60), () -> Docker.run(
                        "inspect", "-f", "{{.State.Status}}", web())
                .equals("running"));
        awaitAnswer();
    }

    @Test
    void aKilledProxyIsStartedAgain() {
        Docker.run("kill", proxy());
        awaitAnswer();
    }

    @Test
    void aRemovedProxyIsMadeAgainAndJoinsTheProjects() {
        Docker.run("rm", "-f", proxy());
        awaitAnswer();
    }

    @Test
    void aProxyCutOffFromAProjectIsJoinedAgain() {
        Docker.run("network", "disconnect", "-f", daemon.instance + "-heal", proxy());
        awaitAnswer();
    }

    @Test
    void aRemovedNetworkIsMadeAgain() {
        Docker.run("network", "disconnect", "-f", daemon.instance + "-heal", proxy());
        Docker.run("network", "disconnect", "-f", daemon.instance + "-heal", web());
        Docker.attempt("network", "rm", daemon.instance + "-heal");
        awaitAnswer();
    }

    @Test
    void anEmptiedRouteDirectoryIsWrittenAgain() throws Exception {
        try (var files = java.nio.file.Files.walk(daemon.data.resolve("proxy"))) {
            for (var file : files.filter(f -> f.getFileName().toString().equals("heal.yml"))
                    .toList()) {
                java.nio.file.Files.delete(file);
            }
        }
        Eventually.holds(
                () -> "the route is back\n" + daemon.log(),
                Duration.ofSeconds(90),
                () -> daemon.visit("web.heal.test", "/hostname").statusCode() == 200);
    }

    @Test
    void aStoppedApplicationStaysStoppedUntilItIsStarted() {
        assertEquals(0, daemon.berth("stop", "heal/web").code());
        assertEquals("stopped", daemon.application("heal", "web").get("state").asText());
        daemon.kill();
        daemon.launch();
        daemon.awaitReady();
        assertEquals("stopped", daemon.application("heal", "web").get("state").asText());
        assertEquals("false", Docker.run("inspect", "-f", "{{.State.Running}}", web()));
        assertEquals(0, daemon.berth("start", "heal/web").code());
        awaitAnswer();
    }
}
