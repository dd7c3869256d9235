package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The examples, applied as a user does it: by the command line. */
@Order(9)
class ExamplesIT {
    private static final Path EXAMPLES =
            Path.of("..", "examples").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static TestDaemon daemon;

    @BeforeAll
    static void start() {
        daemon = TestDaemon.start();
    }

    @AfterAll
    static void takeAway() {
        daemon.close();
    }

    private static void apply(String example) {
        Docker.Answer answer = daemon.berth(
                "apply", "-f", EXAMPLES.resolve(example).resolve("project.yaml").toString());
        assertEquals(0, answer.code(), answer.text() + "\n" + daemon.log());
    }

    @Test
    void helloAnswersAndASecondApplyDoesNothing() {
        apply("hello");
        assertEquals(200, daemon.visit("hello.localhost", "/").statusCode());
        Docker.Answer plan = daemon.berth(
                "plan",
                "--exit-code",
                "-f",
                EXAMPLES.resolve("hello/project.yaml").toString());
        assertEquals(0, plan.code(), plan.text());
    }

    @Test
    void shopCountsVisitsInRedisAndKeepsAGuestBook() {
        apply("shop");
        String first = daemon.visit("shop.localhost", "/").body();
        String second = daemon.visit("shop.localhost", "/").body();
        assertTrue(!first.equals(second), first);
        Docker.run("kill", daemon.container("shop", "redis"));
        Eventually.holds(
                "the shop counts again after its redis was killed",
                Duration.ofSeconds(30),
                () -> daemon.visit("shop.localhost", "/").statusCode() == 200);
    }

    /**
     * With stand-ins for {@code mongo:7} and {@code appsmith/appsmith-ce} under the true names: what they answer is not
     * what the originals answer. What is shown is that the file is applied as it stands: order, names, volumes, secret,
     * build and route.
     */
    @Test
    void appsmithIsAppliedWithStandInImages() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Docker.attempt("image", "inspect", "mongo:7").code() == 0
                        && Docker.attempt("image", "inspect", "appsmith/appsmith-ce:latest")
                                        .code()
                                == 0,
                "the stand-ins of mongo:7 and appsmith/appsmith-ce are made by testbed/images --examples");
        for (String secret : new String[] {"ENCRYPTION_PASSWORD", "ENCRYPTION_SALT"}) {
            var answer = daemon.send(
                    "PUT",
                    "/api/v1/projects/appsmith-project/secrets/" + secret,
                    java.util.Optional.of("planted-" + secret),
                    java.util.Map.of("Authorization", "Bearer " + daemon.token(), "Content-Type", "text/plain"));
            assertTrue(answer.statusCode() < 300, answer.statusCode() + answer.body());
        }
        apply("appsmith-project");
        for (String application : new String[] {"mongo", "redis", "appsmith"}) {
            Eventually.holds(application + " is seen to run", Duration.ofSeconds(20), () -> daemon.application(
                            "appsmith-project", application)
                    .get("state")
                    .asText()
                    .equals("running"));
        }
        assertEquals(
                200, daemon.visit("appsmith.digiconseil.fr", "/api/v1/health").statusCode());
        try (var files = Files.walk(daemon.data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                assertTrue(!text.contains("planted-ENCRYPTION"), "the secret stands in clear in " + file);
            }
        }
        assertTrue(!daemon.log().contains("planted-ENCRYPTION"), "the secret stands in the log");
        appsmithIsBackAfterAStop();
        itsFilesOutliveItsContainer();
        itRecoversWhenRedisWasStoppedAndStarted();
    }

    private static String appsmith() {
        return daemon.container("appsmith-project", "appsmith");
    }

    /** Such as what is asked of {@code State}; empty while there is no such container. */
    private static String state(String container, String field) {
        Docker.Answer answer = Docker.attempt("inspect", "-f", "{{.State." + field + "}}", container);
        return answer.code() == 0 ? answer.text() : "";
    }

    private static void awaitAnswer(String what) {
        Eventually.holds(
                () -> what + "\n" + daemon.log(),
                PATIENCE,
                () -> daemon.visit("appsmith.digiconseil.fr", "/api/v1/health").statusCode() == 200);
    }

    /** How fast is measured by {@code ./bench healing}, on a machine that does nothing else. */
    private static void appsmithIsBackAfterAStop() {
        String name = appsmith();
        String before = state(name, "StartedAt");
        Docker.run("stop", name);
        long stopped = System.nanoTime();
        Eventually.holds(
                () -> "appsmith runs again after docker stop\n" + daemon.log(),
                PATIENCE,
                () -> state(name, "Running").equals("true")
                        && !state(name, "StartedAt").equals(before));
        long running = System.nanoTime();
        awaitAnswer("appsmith answers again after docker stop");
        System.out.printf(
                "examples: appsmith ran again %d ms after docker stop, and answered after %d ms%n",
                (running - stopped) / 1_000_000, (System.nanoTime() - stopped) / 1_000_000);
    }

    private static void itsFilesOutliveItsContainer() {
        String name = appsmith();
        Docker.run("exec", name, "sh", "-c", "echo kept > /appsmith-stacks/marker");
        String id = Docker.run("inspect", "-f", "{{.Id}}", name);
        Docker.run("rm", "-f", name);
        Eventually.holds(() -> "appsmith is made again\n" + daemon.log(), PATIENCE, () -> {
            Docker.Answer now = Docker.attempt("inspect", "-f", "{{.Id}} {{.State.Running}}", name);
            return now.code() == 0
                    && now.text().endsWith(" true")
                    && !now.text().startsWith(id);
        });
        assertEquals("kept", Docker.run("exec", name, "cat", "/appsmith-stacks/marker"));
        awaitAnswer("appsmith answers again after docker rm -f");
    }

    private static void itRecoversWhenRedisWasStoppedAndStarted() {
        String redis = daemon.container("appsmith-project", "redis");
        Docker.run("stop", redis);
        Docker.run("start", redis);
        Eventually.holds(
                () -> "redis runs\n" + daemon.log(),
                PATIENCE,
                () -> Docker.attempt("exec", redis, "redis-cli", "ping").text().equals("PONG"));
        awaitAnswer("appsmith answers again after its redis was stopped and started");
        Eventually.holds(
                () -> "all is well again\n" + daemon.log(),
                PATIENCE,
                () -> List.of("mongo", "redis", "appsmith").stream()
                        .allMatch(application -> daemon.application("appsmith-project", application)
                                .get("state")
                                .asText()
                                .equals("running")));
    }
}
