package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an application wrote outlives its containers. */
class DataIT {
    private static final String PROJECT =
            """
            project: keep
            applications:
              store:
                image: redis:7
                env: {COLOUR: %s}
                volumes: [data:/data]
                healthcheck: {command: [redis-cli, ping], interval: 1s}
                deploy: {monitor: 1s}
            """;

    @Test
    void aFileInAVolumeSurvivesTheRemovalOfTheContainerAndANewRelease() {
        try (TestDaemon daemon = TestDaemon.start("--proxy", "none")) {
            daemon.applied("keep", PROJECT.formatted("red"));
            String first = daemon.container("keep", "store");
            Docker.run("exec", first, "cp", "/etc/hostname", "/data/kept");
            String id = Docker.run("inspect", "-f", "{{.Id}}", first);

            Docker.run("rm", "-f", first);
            Eventually.holds(() -> "the container is back\n" + daemon.log(), Duration.ofSeconds(60), () -> {
                String now = Docker.run("inspect", "-f", "{{.Id}} {{.State.Running}}", first);
                return now.endsWith(" true") && !now.startsWith(id);
            });
            assertEquals("store", Docker.run("exec", first, "cat", "/data/kept"));

            daemon.applied("keep", PROJECT.formatted("blue"));
            String second = daemon.container("keep", "store");
            assertNotEquals(first, second);
            assertEquals("store", Docker.run("exec", second, "cat", "/data/kept"));
            assertEquals("blue", Docker.run("exec", second, "printenv", "COLOUR"));

            assertEquals(202, daemon.api("DELETE", "/projects/keep", "").statusCode());
            Eventually.holds("the containers are gone", Duration.ofSeconds(20), () -> daemon.containers("keep", "store")
                    .isEmpty());
            assertEquals(
                    daemon.instance + "-keep_data",
                    Docker.run("volume", "ls", "-q", "--filter", "label=dev.berth.instance=" + daemon.instance));

            Docker.Answer later = daemon.berth("delete", "keep", "--volumes", "--yes");
            assertEquals(0, later.code(), later.text());
            assertEquals(
                    "", Docker.run("volume", "ls", "-q", "--filter", "label=dev.berth.instance=" + daemon.instance));
        }
    }
}
