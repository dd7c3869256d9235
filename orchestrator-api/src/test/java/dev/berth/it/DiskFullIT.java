package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
            """;

    @Test
    void theOldReleaseServesAndTheMessageSaysWhatToDo() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting a small file system needs root");
        TestDaemon daemon = TestDaemon.start(DiskFullIT::routesOnASmallDisk);
        Path routes = daemon.data.resolve("proxy");
        try {
            daemon.applied("full", PROJECT.formatted("red"));
            fill(routes.resolve("ballast"));

            JsonNode deployment = daemon.apply("full", PROJECT.formatted("blue"));
            assertEquals("failed", deployment.get("status").asText(), deployment.toPrettyString());
            String message = deployment.get("message").asText();
            assertTrue(message.contains("No space left on device"), message);
            assertTrue(message.contains("free some space"), message);
            assertTrue(message.contains("still serves"), message);
            assertEquals(200, daemon.visit("web.full.test", "/hostname").statusCode());
            assertEquals("red", colour(daemon));

            Files.delete(routes.resolve("ballast"));
            daemon.applied("full", PROJECT.formatted("blue"));
            assertEquals("blue", colour(daemon));
            assertEquals(200, daemon.visit("web.full.test", "/hostname").statusCode());
        } finally {
            daemon.kill();
            Docker.removeAll(daemon.instance);
            mount("umount", routes.toString());
            daemon.close();
        }
    }

    private static String colour(TestDaemon daemon) {
        return Docker.run("exec", daemon.container("full", "web"), "sh", "-c", "echo $COLOUR");
    }

    private static void routesOnASmallDisk(TestDaemon daemon) {
        try {
            Path routes = Files.createDirectories(daemon.data.resolve("proxy"));
            mount("mount", "-t", "tmpfs", "-o", "size=256k,mode=0700", "berth-test", routes.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void mount(String... command) {
        Docker.Answer answer = Docker.Programs.run(List.of(command), 30);
        assertEquals(0, answer.code(), () -> Arrays.toString(command) + ": " + answer.text());
    }

    private static void fill(Path ballast) {
        byte[] page = new byte[4096];
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e::toString);
        }
    }
}
