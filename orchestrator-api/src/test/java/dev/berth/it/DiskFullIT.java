package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The disk is full when a route file is to be written. */
class DiskFullIT {
    private static final String PROJECT =
            """
            project: full
            applications:
              web:
                image: busybox
                env: {COLOUR: %s}
                command: [httpd, -f, -p, "8000", -h, /etc]
                port: 8000
                domain: {host: web.full.test, https: false}
                healthcheck: {http: /hostname, interval: 1s}
                deploy: {monitor: 1s}
            """;

    @Test
    void theOldReleaseServesAndTheMessageSaysWhatToDo() {
        FullDisk[] disk = new FullDisk[1];
        TestDaemon daemon = TestDaemon.start(own -> disk[0] = FullDisk.at(own.data.resolve("proxy")));
        try {
            daemon.applied("full", PROJECT.formatted("red"));
            disk[0].fill();

            JsonNode deployment = daemon.apply("full", PROJECT.formatted("blue"));
            assertEquals("failed", deployment.get("status").asText(), deployment.toPrettyString());
            String message = deployment.get("message").asText();
            assertTrue(message.contains("No space left on device"), message);
            assertTrue(message.contains("free some space"), message);
            assertTrue(message.contains("still serves"), message);
            assertEquals(200, daemon.visit("web.full.test", "/hostname").statusCode());
            assertEquals("red", colour(daemon));

            disk[0].makeRoom();
            daemon.applied("full", PROJECT.formatted("blue"));
            assertEquals("blue", colour(daemon));
            assertEquals(200, daemon.visit("web.full.test", "/hostname").statusCode());
        } finally {
            daemon.kill();
            Docker.removeAll(daemon.instance);
            disk[0].close();
            daemon.close();
        }
    }

    private static String colour(TestDaemon daemon) {
        return Docker.run("exec", daemon.container("full", "web"), "sh", "-c", "echo $COLOUR");
    }
}
