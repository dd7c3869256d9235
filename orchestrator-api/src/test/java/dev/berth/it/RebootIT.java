package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The engine, the machine, everything that was made on it: gone at once, and back by itself, in its order. */
@Tag("long")
@Order(3)
class RebootIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String PROJECT =
            """
            project: boot
            applications:
              db:
                image: busybox
                volumes: [data:/data]
                command: [sh, -c, "sleep 1; [ -s /data/born ] || cat /proc/sys/kernel/random/uuid >/data/born; exec httpd -f -p 8000 -h /data"]
                port: 8000
                domain: {host: db.boot.test, https: false}
                healthcheck: {http: /born, interval: 1s}
              job:
                image: busybox
                job: true
                command: [sh, -c, "echo once >>/data/jobs"]
                volumes: [jobs:/data]
                depends_on: {db: {condition: service_healthy}}
              web:
                image: busybox
                command: [httpd, -f, -p, "8000", -h, /etc]
                port: 8000
                domain: {host: web.boot.test, https: false}
                healthcheck: {http: /hostname, interval: 1s}
                depends_on: {db: {condition: service_healthy}, job: {condition: service_completed_successfully}}
              stopped:
                image: busybox
                command: [sleep, "1000"]
                healthcheck: {command: ["true"], interval: 1s}
            """;

    private static SpareEngine engine;
    private static TestDaemon daemon;
    private static String born;

    @BeforeAll
    static void aRunningProject() {
        engine = SpareEngine.start();
        daemon = TestDaemon.start(own -> own.on(engine));
        daemon.applied("boot", PROJECT);
        var stop = daemon.api("POST", "/projects/boot/applications/stopped/stop", "");
        daemon.awaitEnd(stop.headers().firstValue("Location").orElseThrow());
        born = daemon.visit("db.boot.test", "/born").body();
    }

    @AfterAll
    static void takeAway() {
        if (daemon != null) {
            daemon.kill();
        }
        if (engine != null) {
            engine.stop();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    @Test
    void afterTheEngineWasKilledAllIsBack() {
        engine.kill();
        engine.startAgain();
        allIsBack();
    }

    /** What the engine stops Berth starts at once, and the engine ends in the middle of that. */
    @Test
    void afterTheEngineWasEndedWhileBerthHealedWhatItStoppedAllIsBack() {
        for (int round = 1; round <= 3; round++) {
            engine.end();
            engine.startAgain();
            allIsBack();
        }
    }

    @Test
    void afterAPowerCutAllIsBack() {
        daemon.kill();
        engine.kill();
        engine.startAgain();
        daemon.launch();
        daemon.awaitReady();
        allIsBack();
    }

    @Test
    void allContainersAndNetworksGoneTheyAreMadeAgainInTheirOrder() {
        daemon.kill();
        removeEverything();
        engine.kill();
        engine.startAgain();
        daemon.launch();
        daemon.awaitReady();
        allIsBack();
        assertTrue(
                startedAt("web").isAfter(startedAt("db")),
                () -> "web waits for db: " + startedAt("web") + ", " + startedAt("db"));
    }

    @Test
    void allContainersAndNetworksGoneUnderARunningDaemonTheyAreMadeAgain() {
        removeEverything();
        allIsBack();
    }

    private static void removeEverything() {
        containers("").forEach(name -> engine.docker("rm", "-f", name));
        engine.lines("network", "ls", "-q", "--filter", "label=dev.berth.instance=" + daemon.instance)
                .forEach(network -> Docker.attemptOn(engine.host, "network", "rm", network));
    }

    private static void allIsBack() {
        Eventually.holds(
                () -> "web serves\n" + daemon.log(),
                SOON,
                () -> daemon.visit("web.boot.test", "/hostname").statusCode() == 200);
        Eventually.holds(
                () -> "db serves\n" + daemon.log(),
                SOON,
                () -> daemon.visit("db.boot.test", "/born").statusCode() == 200);
        assertEquals(born, daemon.visit("db.boot.test", "/born").body(), "the same data");
        Eventually.holds(
                () -> "one of each runs, but the one that was stopped: " + containers("status=running") + "\n"
                        + daemon.log(),
                SOON,
                () -> containers("status=running").stream()
                        .map(name -> name.split("-")[2])
                        .toList()
                        .equals(List.of("db", "web", "traefik")));
        assertEquals(
                "once",
                engine.docker(
                        "run", "--rm", "-v", daemon.instance + "-boot_jobs:/jobs", "busybox", "cat", "/jobs/jobs"),
                "the job is not run again");
        assertEquals(
                "stopped", daemon.application("boot", "stopped").get("state").asText());
    }

    private static Instant startedAt(String application) {
        return Instant.parse(engine.docker("inspect", "-f", "{{.State.StartedAt}}", container(application)));
    }

    private static String container(String application) {
        return containers("label=dev.berth.application=" + application).get(0);
    }

    /** Their names, sorted. */
    private static List<String> containers(String filter) {
        return engine
                .lines(
                        "ps",
                        "-a",
                        "--format",
                        "{{.Names}}",
                        "--filter",
                        "label=dev.berth.instance=" + daemon.instance,
                        "--filter",
                        filter.isEmpty() ? "label=dev.berth.instance" : filter)
                .stream()
                .sorted()
                .toList();
    }
}
