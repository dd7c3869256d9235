package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.acme.NameServerProcess;
import dev.berth.proxy.acme.PebbleProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A wildcard's certificate of a real authority, which asks a real name server that takes updates. */
@Order(3)
@Execution(ExecutionMode.CONCURRENT)
class WildcardIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String PROJECT =
            """
            project: wild
            applications:
              web:
                image: busybox
                command: [httpd, -f, -p, "8000", -h, /etc]
                port: 8000
                domain: "*.wild.example.net"
                healthcheck: {http: /hostname, interval: 1s}
            """;

    @TempDir
    private Path home;

    @Test
    void aWildcardIsProvenByDnsAndServesEveryNameBelowIt() throws IOException {
        Path secret = Files.writeString(home.resolve("key"), NameServerProcess.KEY.secret());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        try (NameServerProcess names = NameServerProcess.start(Files.createDirectory(home.resolve("names")));
                PebbleProcess pebble =
                        PebbleProcess.start(Files.createDirectory(home.resolve("pebble")), Map.of(), names.at());
                TestDaemon daemon = TestDaemon.start(
                        "--acme-directory",
                        pebble.directory().toString(),
                        "--acme-ca-file",
                        pebble.caFile().toString(),
                        "--dns-resolver",
                        names.at(),
                        "--dns-provider",
                        "rfc2136",
                        "--dns-server",
                        names.at(),
                        "--dns-key-name",
                        NameServerProcess.KEY.name(),
                        "--dns-secret-file",
                        secret.toString())) {
            daemon.applied("wild", PROJECT);
            Eventually.holds(
                    () -> "it is redirected\n" + daemon.get("/certificates") + "\n" + daemon.log() + names.log(),
                    PATIENCE,
                    () -> daemon.visit("one.wild.example.net", "/hostname").statusCode() == 301);
            SecureHttp https = new SecureHttp(daemon.httpsPort, pebble.roots());
            SecureHttp.Seen one = https.get("one.wild.example.net", "/hostname");
            SecureHttp.Seen two = https.get("two.wild.example.net", "/hostname");
            assertEquals(200, one.status(), one.answer());
            assertEquals(200, two.status(), two.answer());
            assertEquals(one.leaf(), two.leaf());
            assertEquals(1, pebble.issued());
            int updates = names.updates();
            assertTrue(updates >= 2 && updates % 2 == 0, () -> "every record came and went\n" + names.log());
        }
    }
}
