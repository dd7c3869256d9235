package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.proxy.acme.PebbleProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Certificates of a real authority, by real validation through the real proxy. */
@Order(3)
@Execution(ExecutionMode.CONCURRENT)
class HttpsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String PROJECT =
            """
            project: tls
            applications:
              web:
                image: busybox
                command: [httpd, -f, -p, "8000", -h, /etc]
                port: 8000
                domains: %s
                healthcheck: {http: /hostname, interval: 1s}
            """;

    private static final String HTTPS_ONLY = "{host: other.tls.example.net, middlewares:"
            + " [{headers: {response: {Strict-Transport-Security: max-age=300}}}]}";

    @TempDir
    private Path home;

    private TestDaemon daemon(PebbleProcess[] pebble, Map<String, String> environment) {
        return TestDaemon.start(own -> {
            pebble[0] = PebbleProcess.start(home, environment, own.httpPort, own.httpsPort);
            own.with("--acme-directory", pebble[0].directory().toString());
            own.with("--acme-ca-file", pebble[0].caFile().toString());
            own.with("--dns-resolver", "127.0.0.1:" + pebble[0].dns().getPort());
        });
    }

    private static String project(String... hosts) {
        return PROJECT.formatted(List.of(hosts));
    }

    private static X509 awaitHttps(TestDaemon daemon, PebbleProcess pebble, String host) {
        SecureHttp https = new SecureHttp(daemon.httpsPort, pebble.roots());
        Eventually.holds(
                () -> host + " is redirected\n" + daemon.berth("certificates").text() + daemon.log(),
                PATIENCE,
                () -> daemon.visit(host, "/hostname").statusCode() == 301);
        SecureHttp.Seen seen = https.get(host, "/hostname");
        assertEquals(200, seen.status(), seen.answer());
        assertFalse(saysHttpsOnly(seen), seen.answer());
        return new X509(seen.leaf().getSerialNumber().toString());
    }

    private static boolean saysHttpsOnly(SecureHttp.Seen seen) {
        return seen.answer().toLowerCase(Locale.ROOT).contains("\nstrict-transport-security:");
    }

    private record X509(String serial) {}

    private static JsonNode certificate(TestDaemon daemon, String host) {
        for (JsonNode item : daemon.get("/certificates").get("items")) {
            if (item.get("name").asText().equals(host)) {
                return item;
            }
        }
        throw new AssertionError("no certificate of " + host + " in " + daemon.get("/certificates"));
    }

    @Test
    void aDomainIsEnoughAndEverythingElseFollowsByItself() throws IOException {
        PebbleProcess[] pebble = new PebbleProcess[1];
        // The whole chain must be shown: the client knows the root only.
        try (TestDaemon daemon = daemon(pebble, Map.of("PEBBLE_CHAIN_LENGTH", "3"))) {
            daemon.applied("tls", project("web.tls.example.net"));
            assertEquals(200, followed(daemon, "web.tls.example.net"), "http serves at once, and never stops");
            X509 first = awaitHttps(daemon, pebble[0], "web.tls.example.net");
            HttpResponse<String> redirect = daemon.visit("web.tls.example.net", "/hostname?a=b");
            assertEquals(
                    "https://web.tls.example.net:" + daemon.httpsPort + "/hostname?a=b",
                    redirect.headers().firstValue("Location").orElseThrow());
            JsonNode status = certificate(daemon, "web.tls.example.net");
            assertEquals("valid", status.get("state").asText(), status.toString());
            assertTrue(status.get("issuer").asText().startsWith("Pebble"), status.toString());
            String doctor = daemon.berth("doctor").text();
            assertTrue(doctor.contains("a question as an authority asks it comes back by way of the proxy"), doctor);
            assertEquals(
                    "https://web.tls.example.net:" + daemon.httpsPort,
                    daemon.application("tls", "web").get("urls").get(0).asText());
            assertEquals(
                    "unchanged",
                    daemon.apply("tls", project("web.tls.example.net"))
                            .get("status")
                            .asText());
            daemon.applied(
                    "tls",
                    project("web.tls.example.net")
                            .replace("image: busybox", "image: busybox\n    env: {RELEASE: \"2\"}"));
            assertEquals(first, awaitHttps(daemon, pebble[0], "web.tls.example.net"), "so is the next release");

            daemon.kill();
            daemon.launch();
            daemon.awaitReady();
            assertEquals(first, awaitHttps(daemon, pebble[0], "web.tls.example.net"), "kept over a restart");
            assertEquals(1, pebble[0].issued());

            daemon.applied("tls", project("other.tls.example.net"));
            awaitHttps(daemon, pebble[0], "other.tls.example.net");
            daemon.applied("tls", project(HTTPS_ONLY));
            SecureHttp.Seen wished =
                    new SecureHttp(daemon.httpsPort, pebble[0].roots()).get("other.tls.example.net", "/hostname");
            assertTrue(saysHttpsOnly(wished), "a browser is told never to come by http, but by wish only");
            daemon.applied("tls", project("web.tls.example.net"));
            assertEquals(first, awaitHttps(daemon, pebble[0], "web.tls.example.net"), "kept for when it returns");
            assertEquals(2, pebble[0].issued());

            // It has forgotten the account, and believed from now on is only what it issues from now on.
            pebble[0].restart();
            assertEquals(
                    202,
                    daemon.api("POST", "/certificates/web.tls.example.net/renew", "")
                            .statusCode());
            SecureHttp https = new SecureHttp(daemon.httpsPort, pebble[0].roots());
            Eventually.holds(() -> "a renewed one is served\n" + daemon.log(), PATIENCE, () -> !https.get(
                            "web.tls.example.net", "/hostname")
                    .leaf()
                    .getSerialNumber()
                    .toString()
                    .equals(first.serial()));
            assertEquals(3, pebble[0].issued());
            assertNothingIsTold(daemon);
            assertEquals(143, daemon.terminate(), "it looked at names, and ends when asked to");
        } finally {
            pebble[0].close();
        }
    }

    @Test
    void nobodyIsLostOnTheWayFromHttpToHttpsAndNobodyIsSentThereTooSoon() {
        PebbleProcess[] pebble = new PebbleProcess[1];
        try (TestDaemon daemon = daemon(pebble, Map.of())) {
            daemon.applied("tls", project("{host: web.tls.example.net, https: false}"));
            try (SecureVisitors visitors = new SecureVisitors(daemon, "web.tls.example.net", pebble[0].roots())) {
                Eventually.holds("http serves", PATIENCE, () -> visitors.served() > 50);
                daemon.applied("tls", project("web.tls.example.net"));
                Eventually.holds(
                        () -> "all have come to https\n" + visitors.lost() + daemon.log(),
                        PATIENCE,
                        visitors::areSecure);
                int before = visitors.served();
                Eventually.holds("https serves", PATIENCE, () -> visitors.served() > before + 100);
                assertEquals(List.of(), visitors.lost());
            }
        } finally {
            pebble[0].close();
        }
    }

    @Test
    void anAddressHasACertificateTooAndOthersSeeNoneOfIt() {
        PebbleProcess[] pebble = new PebbleProcess[1];
        try (TestDaemon daemon = daemon(pebble, Map.of())) {
            daemon.applied("tls", project("web.tls.example.net", "127.0.0.1"));
            awaitHttps(daemon, pebble[0], "127.0.0.1");
            awaitHttps(daemon, pebble[0], "web.tls.example.net");
            assertEquals("valid", certificate(daemon, "127.0.0.1").get("state").asText());
            assertEquals(
                    "https://127.0.0.1:" + daemon.httpsPort + "/hostname",
                    daemon.visit("127.0.0.1", "/hostname")
                            .headers()
                            .firstValue("Location")
                            .orElseThrow());
            SecureHttp https = new SecureHttp(daemon.httpsPort, pebble[0].roots());
            assertThrows(UncheckedIOException.class, () -> https.get("other.tls.example.net", "/hostname"));

            daemon.applied("tls", project("web.tls.example.net", "127.0.0.1", "127.0.0.2"));
            Eventually.holds(
                    () -> "the second address is told of the first\n" + daemon.get("/certificates"),
                    PATIENCE,
                    () -> certificate(daemon, "127.0.0.2")
                            .get("why")
                            .asText()
                            .contains("that is the one for 127.0.0.1"));
            assertEquals(200, daemon.visit("127.0.0.2", "/hostname").statusCode());
            assertEquals(
                    202, daemon.api("POST", "/certificates/127.0.0.1/renew", "").statusCode());
            Eventually.holds(() -> "a renewed one is served\n" + daemon.log(), PATIENCE, () -> pebble[0].issued() == 3);
            awaitHttps(daemon, pebble[0], "127.0.0.1");

            daemon.applied("tls", project("web.tls.example.net"));
            Eventually.holds(() -> "nobody who names no host is served\n" + daemon.log(), PATIENCE, () -> {
                try {
                    https.get("127.0.0.1", "/hostname");
                    return false;
                } catch (UncheckedIOException e) {
                    return true;
                }
            });
            awaitHttps(daemon, pebble[0], "web.tls.example.net");
        } finally {
            pebble[0].close();
        }
    }

    /** The status behind a redirect that may be there already. */
    private static int followed(TestDaemon daemon, String host) {
        int status = daemon.visit(host, "/hostname").statusCode();
        return status == 301 ? 200 : status;
    }

    /** Keys are in sealed files and the proxy's own, which nobody else can read, and nowhere else. */
    private static void assertNothingIsTold(TestDaemon daemon) throws IOException {
        assertFalse(daemon.log().contains("PRIVATE KEY"), "the log");
        assertFalse(daemon.get("/certificates").toString().contains("PRIVATE KEY"), "the answer");
        try (Stream<Path> files = Files.walk(daemon.data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertNothingIsTold(file);
            }
        }
    }

    private static void assertNothingIsTold(Path file) throws IOException {
        boolean proxys = file.endsWith("proxy/dynamic/_certificates.yml");
        try {
            if (proxys || file.getParent().endsWith("certificates")) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
            assertEquals(
                    proxys,
                    Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                            .contains("PRIVATE KEY"),
                    file.toString());
        } catch (NoSuchFileException e) {
            assertTrue(file.toString().endsWith(".tmp"), "only what is being written goes away: " + file);
        }
    }

    @Test
    void namesThatDoNotLeadHereAreServedOverHttpAndTheirCertificatesFollow() {
        PebbleProcess[] pebble = new PebbleProcess[1];
        try (TestDaemon daemon = daemon(pebble, Map.of())) {
            pebble[0].dns("set-servfail", "{\"host\":\"late.tls.example.net.\"}");
            pebble[0].dns("add-aaaa", "{\"host\":\"six.tls.example.net.\",\"addresses\":[\"2001:db8::1\"]}");
            daemon.applied("tls", project("late.tls.example.net", "six.tls.example.net"));
            awaitFailure(daemon, "late.tls.example.net", "could not resolve");
            awaitFailure(daemon, "six.tls.example.net", "2001:db8::1");
            assertEquals(0, pebble[0].issued());

            pebble[0].dns("clear-servfail", "{\"host\":\"late.tls.example.net.\"}");
            pebble[0].dns("clear-aaaa", "{\"host\":\"six.tls.example.net.\"}");
            for (String host : List.of("late.tls.example.net", "six.tls.example.net")) {
                assertEquals(
                        202,
                        daemon.api("POST", "/certificates/" + host + "/renew", "")
                                .statusCode());
                awaitHttps(daemon, pebble[0], host);
            }
        } finally {
            pebble[0].close();
        }
    }

    private static void awaitFailure(TestDaemon daemon, String host, String words) {
        Eventually.holds(
                () -> "the failure is told: " + words + "\n" + daemon.get("/certificates") + daemon.log(),
                PATIENCE,
                () -> certificate(daemon, host).get("state").asText().equals("failing")
                        && certificate(daemon, host).get("last_error").asText().contains(words));
        assertEquals(200, daemon.visit(host, "/hostname").statusCode());
    }

    @Test
    void fiftyDomainsAtOnceGetTheirsAlsoWhenHalfOfTheNoncesAreRefused() {
        PebbleProcess[] pebble = new PebbleProcess[1];
        try (TestDaemon daemon = daemon(pebble, Map.of("PEBBLE_WFE_NONCEREJECT", "50"))) {
            String[] hosts = IntStream.range(0, 50)
                    .mapToObj(i -> "h" + i + ".tls.example.net")
                    .toArray(String[]::new);
            daemon.applied("tls", project(hosts));
            for (String host : hosts) {
                awaitHttps(daemon, pebble[0], host);
            }
            assertEquals(50, pebble[0].issued());
            // Eight are under way at once: what hinders the authority for a moment may fail all of them.
            assertTrue(pebble[0].failedChecks() <= 25, () -> orderedTwice(daemon, hosts));
            assertEquals(50, pebble[0].orders(), () -> orderedTwice(daemon, hosts));
            assertTrue(pebble[0].log().contains("reject 50% of good nonces"), pebble[0].log());
        } finally {
            pebble[0].close();
        }
    }

    /** What the daemon said of names that it ordered more than once. */
    private static String orderedTwice(TestDaemon daemon, String[] hosts) {
        List<String> log = daemon.log().lines().toList();
        return Arrays.stream(hosts)
                .map(host -> log.stream()
                        .filter(line -> line.contains(" " + host + ": "))
                        .collect(Collectors.joining("\n")))
                .filter(of -> of.contains("\n"))
                .collect(Collectors.joining("\n"));
    }
}
