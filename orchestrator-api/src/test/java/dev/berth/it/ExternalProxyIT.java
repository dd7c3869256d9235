package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.traefik.StaticConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Traefik that somebody else keeps leads to Berth's applications. */
class ExternalProxyIT {
    private static final String PROJECT =
            """
            project: edge
            applications:
              web:
                image: busybox
                env: {COLOUR: %s}
                command: [httpd, -f, -p, "8000", -h, /etc]
                port: 8000
                domain: {host: web.edge.test, https: false}
                healthcheck: {http: /hostname, interval: 1s}
                deploy: {monitor: 1s}
            """;

    @Test
    void anOwnTraefikServesWhatIsApplied() {
        TestDaemon daemon = TestDaemon.start(own -> {
            traefik(own);
            own.with("--proxy", "external", "--proxy-container", name(own));
            own.with("--proxy-directory", directory(own).toString());
        });
        String traefik = name(daemon);
        try {
            daemon.applied("edge", PROJECT.formatted("red"));
            assertEquals(200, daemon.visit("web.edge.test", "/hostname").statusCode());
            daemon.applied("edge", PROJECT.formatted("blue"));
            assertEquals(200, daemon.visit("web.edge.test", "/hostname").statusCode());
            assertTrue(
                    daemon.berth("doctor").text().contains("external"),
                    daemon.berth("doctor").text());

            Docker.run("rm", "-f", traefik);
            traefik(daemon);
            Eventually.holds(
                    () -> "a new one is joined to the project's network\n" + daemon.log(),
                    Duration.ofSeconds(60),
                    () -> daemon.visit("web.edge.test", "/hostname").statusCode() == 200);

            assertEquals(0, daemon.berth("delete", "edge", "--yes").code());
            Eventually.holds(
                    "it is routed no more",
                    Duration.ofSeconds(60),
                    () -> daemon.visit("web.edge.test", "/hostname").statusCode() == 404);
            assertEquals(
                    "true", Docker.run("inspect", "-f", "{{.State.Running}}", traefik), "it is not Berth's to stop");
        } finally {
            Docker.attempt("rm", "-f", traefik);
            daemon.close();
        }
    }

    private static String name(TestDaemon daemon) {
        return daemon.instance + "-edge";
    }

    private static Path directory(TestDaemon daemon) {
        return daemon.home.resolve("edge");
    }

    private static void traefik(TestDaemon daemon) {
        List<String> command = new ArrayList<>(List.of(
                "run",
                "-d",
                "--name",
                name(daemon),
                "--label",
                "dev.berth.instance=" + daemon.instance,
                "-p",
                "127.0.0.1:" + daemon.httpPort + ":8000",
                "-v",
                directory(daemon) + ":/etc/traefik/dynamic:ro",
                "traefik:v3.7.15"));
        command.addAll(StaticConfiguration.inContainer("/etc/traefik/dynamic").arguments());
        Docker.run(command.toArray(String[]::new));
    }
}
