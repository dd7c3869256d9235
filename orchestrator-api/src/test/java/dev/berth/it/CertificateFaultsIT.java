package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.proxy.acme.PebbleLink;
import dev.berth.proxy.acme.PebbleProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Full disks, files that were damaged, a second daemon, clocks that jump: what serves goes on. */
@Order(4)
@Execution(ExecutionMode.CONCURRENT)
class CertificateFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String HOST = "web.fault.example.net";
    private static final String PROJECT =
            """
            project: fault
            applications:
              web:
                image: busybox
                command: [httpd, -f, -p, "8000", -h, /etc]
                port: 8000
                domains: %s
                healthcheck: {http: /hostname, interval: 1s}
            """;

    private static final Pattern KEY_LINE = Pattern.compile("[A-Za-z0-9+/]{24,}");
    private static final Pattern TOKEN = Pattern.compile("acme-challenge/([A-Za-z0-9_-]{20,})");

    @TempDir
    private Path home;

    private PebbleProcess pebble;

    private TestDaemon daemon(Map<String, String> environment, Consumer<TestDaemon> before) {
        return daemon(environment, before, PebbleProcess::directory);
    }

    /** @param line by which the daemon comes to the authority */
    private TestDaemon daemon(
            Map<String, String> environment, Consumer<TestDaemon> before, Function<PebbleProcess, URI> line) {
        return TestDaemon.start(own -> {
            before.accept(own);
            pebble = PebbleProcess.start(home, environment, own.httpPort, own.httpsPort);
            own.with("--acme-directory", line.apply(pebble).toString());
            own.with("--acme-ca-file", pebble.caFile().toString());
            own.with("--dns-resolver", "127.0.0.1:" + pebble.dns().getPort());
        });
    }

    private static String project(String... hosts) {
        return PROJECT.formatted(List.of(hosts));
    }

    /** The serial number of the leaf that a browser sees, once http leads there. */
    private String awaitHttps(TestDaemon daemon, String host) {
        Eventually.holds(
                () -> host + " is redirected\n" + daemon.get("/certificates") + "\n" + daemon.log(),
                PATIENCE,
                () -> daemon.visit(host, "/hostname").statusCode() == 301);
        SecureHttp.Seen seen = new SecureHttp(daemon.httpsPort, pebble.roots()).get(host, "/hostname");
        assertEquals(200, seen.status(), seen.answer());
        return seen.leaf().getSerialNumber().toString();
    }

    private static JsonNode status(TestDaemon daemon, String host) {
        for (JsonNode item : daemon.get("/certificates").get("items")) {
            if (item.get("name").asText().equals(host)) {
                return item;
            }
        }
        throw new AssertionError("no certificate of " + host + " in " + daemon.get("/certificates"));
    }

    private static void awaitStatus(TestDaemon daemon, String field, String words) {
        Eventually.holds(
                () -> words + "\n" + daemon.get("/certificates") + "\n" + daemon.log(),
                PATIENCE,
                () -> status(daemon, HOST).get(field).asText().contains(words));
    }

    private int count(String step) {
        return pebble.log().split(step, -1).length - 1;
    }

    private static void renew(TestDaemon daemon) {
        assertEquals(
                202, daemon.api("POST", "/certificates/" + HOST + "/renew", "").statusCode());
    }

    @Test
    void aDiskThatIsFullCostsNoOrderAndNoCertificate() {
        FullDisk[] disk = new FullDisk[1];
        PebbleLink[] link = new PebbleLink[1];
        TestDaemon daemon =
                daemon(Map.of(), own -> disk[0] = FullDisk.at(own.data.resolve("certificates")), authority -> {
                    link[0] = PebbleLink.to(authority);
                    return link[0].directory();
                });
        try {
            disk[0].fill();
            daemon.applied("fault", project(HOST));
            awaitStatus(daemon, "last_error", "No space left on device");
            assertEquals(200, daemon.visit(HOST, "/hostname").statusCode());
            Evidence.assertEqual(0, count("POST /order-plz"), pebble::log);
            disk[0].makeRoom();

            link[0].stopAt("/certZ/", PebbleLink.Moment.ASKED);
            renew(daemon);
            Eventually.holds(() -> "it is issued\n" + daemon.log(), PATIENCE, link[0]::isStopped);
            disk[0].fill();
            link[0].flow();
            String serial = awaitHttps(daemon, HOST);
            awaitStatus(daemon, "trouble", "in memory only until it can be stored");
            disk[0].makeRoom();
            Eventually.holds(
                    () -> "it is stored\n" + daemon.log(),
                    PATIENCE,
                    () -> !status(daemon, HOST).get("trouble").asText().contains("in memory only"));
            daemon.kill();
            daemon.launch();
            daemon.awaitReady();
            assertEquals(serial, awaitHttps(daemon, HOST));
            Evidence.assertEqual(1, count("Issued certificate serial"), pebble::log);
        } finally {
            daemon.kill();
            disk[0].close();
            daemon.close();
            link[0].close();
            pebble.close();
        }
    }

    @Test
    void aDamagedFileIsSetAsideAndTheCertificateIsGotAnewAndASecondDaemonChangesNothing() throws IOException {
        try (TestDaemon daemon = daemon(Map.of(), own -> {})) {
            daemon.applied("fault", project(HOST));
            String first = awaitHttps(daemon, HOST);

            // When to renew it is asked once it is served, and noted.
            Eventually.holds("nothing is written any more", PATIENCE, () -> isQuiet(daemon));
            SortedMap<String, String> before = files(daemon);
            Docker.Answer second = daemon.berth(
                    "daemon",
                    "--data-dir",
                    daemon.data.toString(),
                    "--instance",
                    daemon.instance,
                    "--docker-host",
                    Docker.HOST,
                    "--listen",
                    "127.0.0.1:0");
            assertNotEquals(0, second.code(), second.text());
            assertTrue(second.text().contains("another Berth daemon"), second.text());
            assertEquals(before, files(daemon));

            daemon.kill();
            Path file = daemon.data.resolve("certificates").resolve(HOST + ".certificate");
            byte[] damaged = Files.readAllBytes(file);
            damaged[damaged.length / 2] ^= 1;
            Files.write(file, damaged);
            daemon.launch();
            daemon.awaitReady();
            Eventually.holds(() -> "another one\n" + daemon.log(), PATIENCE, () -> !awaitHttps(daemon, HOST)
                    .equals(first));
            Evidence.assertEqual(2, count("Issued certificate serial"), pebble::log);
            Docker.Answer doctor = daemon.berth("doctor");
            assertTrue(doctor.text().contains(HOST + ".certificate.broken-1"), doctor.text());
            assertNothingIsTold(daemon, doctor.text());
        } finally {
            pebble.close();
        }
    }

    @Test
    void aDirectoryThatCannotBeReadKeepsTheDaemonFromNothingAndTheProxyServesOn() throws IOException {
        try (TestDaemon daemon = daemon(Map.of(), own -> {})) {
            daemon.applied("fault", project(HOST));
            String serial = awaitHttps(daemon, HOST);
            String served = TestDaemon.read(daemon.data.resolve("proxy/dynamic/_certificates.yml"));

            daemon.kill();
            Path directory = daemon.data.resolve("certificates");
            Path away = Files.move(directory, daemon.data.resolve("away"));
            Files.writeString(directory, "not a directory");
            daemon.launch();
            daemon.awaitReady();
            daemon.applied("fault", project(HOST, "late.fault.example.net"));
            assertEquals(serial, awaitHttps(daemon, HOST));
            assertEquals(
                    200, daemon.visit("late.fault.example.net", "/hostname").statusCode());
            assertEquals(served, TestDaemon.read(daemon.data.resolve("proxy/dynamic/_certificates.yml")));
            String text = daemon.berth("certificates").text();
            assertTrue(text.contains("not read: no certificate is looked after"), text);
            String doctor = daemon.berth("doctor").text();
            assertTrue(doctor.contains("not everything can be read"), doctor);

            Files.delete(directory);
            Files.move(away, directory);
            awaitHttps(daemon, "late.fault.example.net");
            assertEquals(serial, awaitHttps(daemon, HOST));
            Evidence.assertEqual(2, count("Issued certificate serial"), pebble::log);
        } finally {
            pebble.close();
        }
    }

    /** Neither a line of a key nor the token of a challenge is told to anybody but the proxy and the authority. */
    private void assertNothingIsTold(TestDaemon daemon, String doctor) {
        List<String> told = List.of(
                doctor,
                daemon.log(),
                daemon.get("/certificates").toString(),
                daemon.get("/events").toString(),
                daemon.berth("certificates").text());
        String served = TestDaemon.read(daemon.data.resolve("proxy/dynamic/_certificates.yml"));
        String key = served.substring(served.indexOf("PRIVATE KEY"), served.lastIndexOf("PRIVATE KEY"));
        List<String> secrets = Stream.concat(
                        KEY_LINE.matcher(key).results().map(MatchResult::group),
                        TOKEN.matcher(pebble.log()).results().map(found -> found.group(1)))
                .toList();
        assertTrue(secrets.size() > 3, secrets::toString);
        assertEquals(
                List.of(),
                secrets.stream()
                        .filter(secret -> told.stream().anyMatch(text -> text.contains(secret)))
                        .toList());
    }

    /** What stands in every file of certificates, the proxy's too. */
    private static boolean isQuiet(TestDaemon daemon) {
        Instant recently = Instant.now().minusSeconds(3);
        try (Stream<Path> files = Files.walk(daemon.data.resolve("certificates"))) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isAfter(recently)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<String, String> files(TestDaemon daemon) throws IOException {
        SortedMap<String, String> all = new TreeMap<>();
        for (Path directory : List.of(daemon.data.resolve("certificates"), daemon.data.resolve("proxy"))) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    all.put(file.toString(), Arrays.toString(Files.readAllBytes(file)));
                }
            }
        }
        return all;
    }

    @Test
    void aClockThatJumpsAheadRenewsAndOneThatJumpsBackOrdersNothing() {
        Path clock = home.resolve("clock");
        set(clock, "+0d");
        String days90 = Long.toString(Duration.ofDays(90).toSeconds());
        try (TestDaemon daemon = daemon(Map.of("VALID_SECONDS", days90), own -> {
            own.environment("LD_PRELOAD", PebbleProcess.fakeTime().toString());
            own.environment("FAKETIME_TIMESTAMP_FILE", clock.toString());
            own.environment("FAKETIME_NO_CACHE", "1");
            own.environment("FAKETIME_DONT_FAKE_MONOTONIC", "1");
            // Else every timed wait of the JVM returns at once, and it does nothing but wait.
            own.environment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        })) {
            daemon.applied("fault", project(HOST));
            String first = awaitHttps(daemon, HOST);

            set(clock, "-400d");
            daemon.applied("fault", project(HOST, "other.fault.example.net"));
            awaitHttps(daemon, "other.fault.example.net");
            assertEquals(first, awaitHttps(daemon, HOST));
            Evidence.assertEqual(2, count("Issued certificate serial"), pebble::log);

            set(clock, "+62d");
            daemon.applied("fault", project("other.fault.example.net", HOST));
            Eventually.holds(() -> "it is renewed\n" + daemon.log(), PATIENCE, () -> !awaitHttps(daemon, HOST)
                    .equals(first));
            // The authority's clock has not jumped: its new one would have to be renewed at once, and is not.
            awaitStatus(daemon, "last_error", "is the clock of this machine right?");
            assertEquals("failing", status(daemon, HOST).get("state").asText());
            assertFalse(status(daemon, HOST).get("next_attempt").asText().isEmpty());
            Eventually.holds("the other one too", PATIENCE, () -> count("Issued certificate serial") == 4);
        } finally {
            pebble.close();
        }
    }

    private static void set(Path clock, String offset) {
        try {
            Path next = clock.resolveSibling("clock.next");
            Files.writeString(next, offset + "\n");
            Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
