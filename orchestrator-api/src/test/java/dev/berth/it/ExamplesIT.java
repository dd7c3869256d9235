package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The examples, applied as a user does it: by the command line. */
@Order(9)
class ExamplesIT {
    private static final Path EXAMPLES =
            Path.of("..", "examples").toAbsolutePath().normalize();
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
    }
}
