package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Whatever is wrong with a new release, the old one serves, and the message says why and what to do. */
@Order(13)
class FailureIT {
    private static final String GOOD =
            """
            project: fail
            applications:
              web:
                image: busybox
                command: [httpd, -f, -p, "8000", -h, /etc]
                port: 8000
                domain: {host: web.fail.test, https: false}
                healthcheck: {http: /hostname, interval: 1s}
                deploy: {patience: 5s}
            """;

    /** Listens, and hangs up on everybody. */
    private static final String MUTE =
            "my $l = IO::Socket::INET->new(LocalPort => 8000, Listen => 9); 1 while $l->accept";

    private static TestDaemon daemon;

    @BeforeAll
    static void start() {
        daemon = TestDaemon.start();
    }

    @AfterAll
    static void takeAway() {
        daemon.close();
    }

    @BeforeEach
    void theOldReleaseServes() {
        daemon.applied("fail", GOOD);
        awaitServing();
    }

    private static void awaitServing() {
        Eventually.holds(
                () -> "the old release serves\n" + daemon.log(),
                Duration.ofSeconds(20),
                () -> daemon.visit("web.fail.test", "/hostname").statusCode() == 200);
    }

    private static void failsSaying(String yaml, String... words) {
        JsonNode deployment = daemon.apply("fail", yaml);
        assertEquals("failed", deployment.get("status").asText(), deployment.toPrettyString());
        for (String word : words) {
            assertTrue(deployment.toString().contains(word), word + " is not in\n" + deployment.toPrettyString());
        }
        assertEquals(200, daemon.visit("web.fail.test", "/hostname").statusCode());
        assertEquals(1, daemon.containers("fail", "web").size(), "nothing of the failed release is left");
    }

    @Test
    void aProcessThatExitsShowsItsExitCodeAndItsLastLines() {
        failsSaying(
                GOOD.replace("[httpd, -f, -p, \"8000\", -h, /etc]", "[sh, -c, \"echo no luck today; exit 7\"]"),
                "no luck today",
                "7",
                "still serves");
    }

    @Test
    void aReleaseThatIsKilledForItsMemoryFailsLongBeforeItsPatience() {
        Instant began = Instant.now();
        failsSaying(
                GOOD.replace("[httpd, -f, -p, \"8000\", -h, /etc]", "[tail, /dev/zero]")
                        .replace("patience: 5s", "patience: 300s")
                        .replace("    deploy:", "    resources: {memory: 16M}\n    deploy:"),
                "killed for using more memory than resources.memory allows; raise it",
                "still serves");
        Duration took = Duration.between(began, Instant.now());
        assertTrue(took.compareTo(Duration.ofSeconds(100)) < 0, took::toString);
    }

    @Test
    void aReleaseThatNeverListensFailsAfterItsPatience() {
        failsSaying(GOOD.replace("[httpd, -f, -p, \"8000\", -h, /etc]", "[sleep, \"1000\"]"), "8000", "still serves");
    }

    @Test
    void aReleaseThatHangsUpOnEveryRequestFailsThoughTheOldOneAnswersForIt() {
        failsSaying(
                GOOD.replace("image: busybox", "image: debian:bookworm-slim")
                        .replace(
                                "[httpd, -f, -p, \"8000\", -h, /etc]", "[perl, -MIO::Socket::INET, -e, '" + MUTE + "']")
                        .replace("    healthcheck: {http: /hostname, interval: 1s}\n", ""),
                "of the proxy was answered 50",
                "still serves");
    }

    @Test
    void aReleaseThatDiesWhileItIsWatchedLosesNothingThatMayBeRepeatedThoughNobodySaidHowToCheckIt() {
        daemon.applied("mortal", mortal("0", "good"));
        try (Visitors visitors = new Visitors(daemon.httpPort, "web.mortal.test")) {
            for (int i = 1; i <= 3; i++) {
                JsonNode deployment = daemon.apply("mortal", mortal(Integer.toString(i), "dies"));
                String message = deployment.get("message").asText();
                assertTrue(Pattern.compile(LosslessIT.DEAD).matcher(message).find(), message);
                List<String> lost = visitors.takeLost();
                LosslessIT.removeWhatItCutItself(lost);
                assertEquals(List.of(), lost);
            }
        }
        daemon.api("DELETE", "/projects/mortal", "");
    }

    @Test
    void aReleaseThatSpeaksNoHttpIsFoundBeforeAnyVisitorIsLedToIt() {
        daemon.applied("mortal", mortal("0", "good"));
        try (Visitors visitors = new Visitors(daemon.httpPort, "web.mortal.test")) {
            JsonNode deployment = daemon.apply("mortal", mortal("1", "foreign"));
            String message = deployment.get("message").asText();
            assertTrue(message.contains("what is behind it speaks no HTTP"), deployment::toString);
            assertTrue(message.contains("still serves"), message);
            assertEquals(List.of(), visitors.takeLost());
        }
        daemon.api("DELETE", "/projects/mortal", "");
    }

    private static String mortal(String version, String kind) {
        return "project: mortal\napplications:\n"
                + ScriptedShop.application("web", "web.mortal.test", version, kind, 8000);
    }

    @Test
    void anUnknownImageIsNamed() {
        failsSaying(GOOD.replace("image: busybox", "image: no-such-image-anywhere:1"), "no-such-image-anywhere:1");
    }

    @Test
    void aBrokenDockerfileShowsTheFailingStepAndItsLastLines() {
        failsSaying(
                GOOD.replace(
                        "image: busybox",
                        "build: {dockerfile_inline: \"FROM busybox\\nRUN echo now it breaks && exit 3\\n\"}"),
                "now it breaks",
                "RUN echo now it breaks");
    }

    @Test
    void aMissingContextIsAskedForAndNothingChanges() {
        var answer = daemon.api("PUT", "/projects/fail", GOOD.replace("image: busybox", "build: ./nowhere"));
        assertEquals(422, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("./nowhere"), answer.body());
        assertEquals(200, daemon.visit("web.fail.test", "/hostname").statusCode());
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            failsSaying(GOOD.replace("    port: 8000\n", "    port: 8000\n    ports: [\"" + port + ":8000\"]\n"), port);
        }
        awaitServing();
    }

    @Test
    void aCancelEndsTheWaitForAnApplicationThatNeverAnswers() {
        String silent = GOOD.replace(
                        "[httpd, -f, -p, \"8000\", -h, /etc]",
                        "[nc, -ll, -p, \"8000\", -e, sh, -c, \"touch /tmp/asked; sleep 1000\"]")
                .replace("interval: 1s", "interval: 1s, timeout: 5m")
                .replace("patience: 5s", "patience: 10m");
        cancelled(silent, () -> daemon.containers("fail", "web").stream()
                .anyMatch(name ->
                        Docker.attempt("exec", name, "test", "-e", "/tmp/asked").code() == 0));
    }

    @Test
    void aCancelEndsABuildAndAllThatRunsInIt() {
        String build = GOOD.replace("image: busybox", "build: {dockerfile_inline: \"FROM busybox\\nRUN sleep 86261\"}");
        cancelled(build, FailureIT::sleeps);
        Eventually.holds("the build has ended", Duration.ofSeconds(10), () -> !sleeps());
    }

    private static boolean sleeps() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().arguments().stream())
                .anyMatch(arguments -> List.of(arguments).contains("86261"));
    }

    @Test
    void aCancelEndsAPullFromARegistryThatNeverAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            AtomicBoolean asked = new AtomicBoolean();
            Thread listening = new Thread(() -> listen(silent, asked));
            listening.start();
            cancelled(
                    GOOD.replace("image: busybox", "image: 127.0.0.1:" + silent.getLocalPort() + "/silent:1"),
                    asked::get);
        }
    }

    private static void listen(ServerSocket silent, AtomicBoolean asked) {
        try {
            while (true) {
                silent.accept();
                asked.set(true);
            }
        } catch (IOException e) {
            assertTrue(silent.isClosed(), e::toString);
        }
    }

    /** Cancels the deployment once it has come so far; it ends soon, and the old release serves on. */
    private static void cancelled(String yaml, Supplier<Boolean> soFar) {
        var answer = daemon.api("PUT", "/projects/fail", yaml);
        assertEquals(202, answer.statusCode(), answer.body());
        String deployment =
                answer.headers().firstValue("Location").orElseThrow().substring("/api/v1".length());
        Eventually.holds(
                () -> "it has come so far\n" + daemon.get(deployment).toPrettyString() + daemon.log(),
                Duration.ofSeconds(30),
                soFar);
        daemon.api("DELETE", deployment, "");
        Eventually.holds(
                () -> "the deployment has ended\n" + daemon.get(deployment).toPrettyString(),
                Duration.ofSeconds(10),
                () -> daemon.get(deployment).get("status").asText().equals("cancelled"));
        // A slow engine may still be at it: what cannot be taken back in time is left to healing.
        Eventually.holds(
                () -> "nothing of the cancelled release is left\n" + daemon.log(),
                Duration.ofSeconds(60),
                () -> daemon.containers("fail", "web").size() == 1);
        awaitServing();
    }

    @Test
    void aWrongFileChangesNothing() {
        var answer = daemon.api("PUT", "/projects/fail", GOOD.replace("port: 8000", "port: 30o0"));
        assertEquals(422, answer.statusCode(), answer.body());
        JsonNode problem = TestDaemon.parse(answer.body());
        assertEquals(6, problem.get("errors").get(0).get("line").asInt(), answer.body());
        assertEquals(200, daemon.visit("web.fail.test", "/hostname").statusCode());
    }
}
