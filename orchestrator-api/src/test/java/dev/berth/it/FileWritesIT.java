package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Killed at its N-th system call that writes, the daemon finds its files whole at the next start, and nothing half
 * written is left.
 */
@Tag("long")
@Order(2)
class FileWritesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String PROJECT =
            """
            project: files
            applications:
              web:
                image: busybox
                env: {ROUND: "%d"}
                command: [httpd, -f, -p, "8000", -h, /etc]
                port: 8000
                domain: {host: web.files.test, https: false}
                healthcheck: {http: /hostname, interval: 1s}
                deploy: {monitor: 200ms, drain: 1s}
            """;

    @Test
    @Timeout(1800)
    void aFirstStartThatIsCutOffAtAnyWriteIsMadeUpFor() {
        for (WriteFault fault : List.of(
                new WriteFault("rename", 1), // the key of secrets
                new WriteFault("rename", 2), // that of fingerprints
                new WriteFault("rename", 3), // the token
                new WriteFault("fsync", 4),
                new WriteFault("pwrite64", 3),
                new WriteFault("pwrite64", 40))) {
            assertTrue(diesAtFirstStart(fault), fault::toString);
        }
    }

    /** Whether it died before it was ready. */
    private static boolean diesAtFirstStart(WriteFault fault) {
        try (TestDaemon daemon = TestDaemon.unstarted("--proxy", "none")) {
            daemon.launch(fault.command());
            boolean died = daemon.isReadyOrDead();
            daemon.kill();
            daemon.launch();
            daemon.awaitReady();
            Evidence.assertEqual(
                    200, daemon.api("GET", "/projects", "").statusCode(), () -> fault + "\n" + daemon.log());
            fault.assertNothingHalf(daemon);
            return died;
        }
    }

    @Test
    @Timeout(1800)
    void aDeploymentThatIsCutOffAtAnyWriteIsTakenUpAndTheRoutesServe() {
        try (TestDaemon daemon = TestDaemon.start()) {
            daemon.applied("files", PROJECT.formatted(0));
            int round = 0;
            for (WriteFault fault : List.of(
                    new WriteFault("rename", 1),
                    new WriteFault("fsync", 1),
                    new WriteFault("fsync", 4),
                    new WriteFault("pwrite64", 4),
                    new WriteFault("pwrite64", 17),
                    new WriteFault("pwrite64", 40))) {
                round++;
                daemon.kill();
                daemon.launch(fault.command());
                Optional<String> location = orderOrDie(daemon, PROJECT.formatted(round));
                location.ifPresent(where -> endOrDie(daemon, where));
                daemon.kill();
                serves(daemon, fault);
                daemon.launch();
                daemon.awaitReady();
                serves(daemon, fault);
                location.ifPresent(where -> Evidence.assertEqual(
                        "succeeded", daemon.awaitEnd(where).get("status").asText(), () -> fault + "\n" + daemon.log()));
                daemon.applied("files", PROJECT.formatted(round));
                assertEquals(
                        List.of("running " + round),
                        Sight.of(daemon).of("files", "web").stream()
                                .map(c -> c.state() + " " + c.round())
                                .toList(),
                        fault::toString);
                fault.assertNothingHalf(daemon);
            }
        }
    }

    private static Optional<String> orderOrDie(TestDaemon daemon, String file) {
        if (daemon.isReadyOrDead()) {
            return Optional.empty();
        }
        try {
            return daemon.api("PUT", "/projects/files", file).headers().firstValue("Location");
        } catch (UncheckedIOException e) {
            Eventually.holds("it is dead, as " + e.getMessage(), PATIENCE, () -> !daemon.isAlive());
            return Optional.empty();
        }
    }

    private static void endOrDie(TestDaemon daemon, String location) {
        Eventually.holds(() -> "it is over or dead\n" + daemon.log(), PATIENCE, () -> {
            if (!daemon.isAlive()) {
                return true;
            }
            JsonNode deployment = daemon.get(location.substring("/api/v1".length()));
            return !deployment.path("finished_at").asText("").isEmpty();
        });
    }

    private static void serves(TestDaemon daemon, WriteFault fault) {
        assertEquals(200, daemon.visit("web.files.test", "/hostname").statusCode(), fault::toString);
    }
}
