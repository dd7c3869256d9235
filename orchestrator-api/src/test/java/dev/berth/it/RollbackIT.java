package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Going back on the real engine: to images that were built here, and which nobody builds again. */
@Order(8)
class RollbackIT {
    /** Does not run where the file is: so it can become broken after it was proven. */
    private static final String PROJECT =
            """
            project: roll
            applications:
              web:
                build:
                  dockerfile_inline: |
                    FROM busybox
                    RUN mkdir /www && echo %1$s > /www/which
                    CMD ["sh", "-c", "test ! -e /data/no-%1$s && exec httpd -f -p 8000 -h /www"]
                port: 8000
                domain: {host: web.roll.test, https: false}
                healthcheck: {http: /which, interval: 1s}
                volumes: ["data:/data:ro"]
                deploy: {patience: 10s, monitor: 1s, keep: %2$d}
            """;

    private final Map<String, String> shown = new TreeMap<>();
    private TestDaemon daemon;

    @BeforeEach
    void start() {
        daemon = TestDaemon.start();
    }

    @AfterEach
    void takeAway() {
        daemon.close();
    }

    private void applied(String which, int keep) {
        daemon.applied("roll", PROJECT.formatted(which, keep));
        awaitServing(which);
    }

    private void awaitServing(String which) {
        Eventually.holds(
                () -> which + " serves\n" + daemon.log(),
                Duration.ofSeconds(20),
                () -> daemon.visit("web.roll.test", "/which").body().equals(which + "\n"));
        image(which);
    }

    private List<String> images() {
        return Docker.lines(
                "images",
                "--format",
                "{{.Repository}}:{{.Tag}} {{.ID}}",
                "--filter",
                "label=dev.berth.instance=" + daemon.instance);
    }

    private void goesBack(String which, String... more) {
        Docker.Answer answer = daemon.berth(Stream.concat(Stream.of("rollback", "roll/web"), Stream.of(more))
                .toArray(String[]::new));
        assertEquals(0, answer.code(), answer.text());
        assertFalse(answer.text().contains("build image"), answer.text());
        awaitServing(which);
        assertEquals(1, daemon.containers("roll", "web").size());
    }

    @Test
    void anImageThatWasBuiltHereComesBackWithoutABuild() throws Exception {
        applied("one", 5);
        applied("two", 5);
        applied("three", 5);
        List<String> images = images();
        goesBack("two");
        goesBack("one", "--to", "1");
        assertEquals(images, images());
        Path file = Files.writeString(daemon.home.resolve("project.yml"), PROJECT.formatted("three", 5));
        Docker.Answer plan = daemon.berth("plan", "--exit-code", "-f", file.toString());
        assertEquals(3, plan.code(), plan.text());
        applied("three", 5);
        assertEquals(images, images());
        assertTrue(daemon.berth("deployments", "roll/web").text().contains("rollback to 1"));
        assertTrue(daemon.berth("describe", "roll/web").text().contains("of deployment 5"));
    }

    @Test
    void whatNobodyCanGoBackToIsRemovedAndNothingOfOthers() {
        String foreign = daemon.instance + "-nobodys/web:1";
        applied("one", 1);
        Docker.run("tag", image("one"), foreign);
        try {
            applied("two", 1);
            applied("three", 1);
            awaitImages(List.of(
                    image("two"),
                    image("three"),
                    Docker.run("images", "-q", foreign).strip()));
            goesBack("two");
            applied("four", 1);
            awaitImages(List.of(
                    image("two"),
                    image("four"),
                    Docker.run("images", "-q", foreign).strip()));
        } finally {
            Docker.attempt("rmi", foreign);
        }
    }

    /** The id of the image that runs. */
    private String image(String which) {
        return shown.computeIfAbsent(
                which, name -> Docker.run("inspect", "--format", "{{.Image}}", daemon.container("roll", "web"))
                        .strip()
                        .replace("sha256:", "")
                        .substring(0, 12));
    }

    private void awaitImages(List<String> ids) {
        Eventually.holds(() -> "these stay: " + ids + " of " + images(), Duration.ofSeconds(20), () -> images().stream()
                .map(line -> line.split(" ")[1])
                .collect(Collectors.toSet())
                .equals(Set.copyOf(ids)));
    }

    @Test
    void anEarlierReleaseThatDoesNotGetWellLeavesThePresentOneServing() {
        applied("one", 5);
        applied("two", 5);
        String before = daemon.container("roll", "web");
        Docker.run("run", "--rm", "-v", daemon.instance + "-roll_data:/data", "busybox", "touch", "/data/no-one");
        Docker.Answer answer = daemon.berth("rollback", "roll/web");
        assertEquals(1, answer.code(), answer.text());
        assertTrue(answer.text().contains("still serves"), answer.text());
        assertEquals("two\n", daemon.visit("web.roll.test", "/which").body());
        assertEquals(before, daemon.container("roll", "web"));
        JsonNode again = daemon.apply("roll", PROJECT.formatted("two", 5));
        assertEquals("unchanged", again.get("status").asText());
    }
}
