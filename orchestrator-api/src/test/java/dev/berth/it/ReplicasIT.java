package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Several instances behind one address: their number changes, and one dies, while visitors come. */
@Order(8)
class ReplicasIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String HOST = "web.replicas.test";
    private static TestDaemon daemon;

    @BeforeAll
    static void threeInstances() {
        daemon = TestDaemon.start();
        daemon.applied("replicas", project("1"));
    }

    /** One with a check over HTTP, and one with what holds where nothing is said. */
    private static String project(String version) {
        return "project: replicas\napplications:\n"
                + application("web", 3, version)
                + "    healthcheck: {http: /health, interval: 1s}\n"
                + application("plain", 2, version);
    }

    private static String application(String name, int replicas, String version) {
        return ScriptedShop.application(name, name + ".replicas.test", version, "good", 8000) + "    replicas: "
                + replicas + "\n    deploy: {monitor: 2s}\n";
    }

    @AfterAll
    static void takeAway() {
        daemon.close();
    }

    /** When each of the instances was started, by its container. */
    private static Map<String, String> started() {
        Map<String, String> started = new TreeMap<>();
        daemon.containers("replicas", "web")
                .forEach(name -> started.put(name, Docker.run("inspect", "-f", "{{.State.StartedAt}}", name)));
        return started;
    }

    private static void scale(int number) {
        Docker.Answer answer = daemon.berth("scale", "replicas/web", Integer.toString(number));
        assertEquals(0, answer.code(), answer.text());
        assertEquals(number, started().size());
    }

    @Test
    void scalingUpAndDownRestartsNobodyAndLosesNothing() {
        Map<String, String> three = started();
        try (Visitors visitors = new Visitors(daemon.httpPort, HOST, Duration.ofMillis(100))) {
            Eventually.holds("visitors come", SOON, () -> visitors.served() > 50);
            scale(5);
            assertTrue(started().entrySet().containsAll(three.entrySet()), () -> three + ", then " + started());
            Map<String, String> five = started();
            scale(2);
            assertTrue(five.entrySet().containsAll(started().entrySet()), () -> five + ", then " + started());
            Map<String, String> two = started();
            scale(3);
            assertTrue(started().entrySet().containsAll(two.entrySet()), () -> two + ", then " + started());
            Evidence.assertEqual(List.of(), visitors.takeLost(), daemon::log);
        }
    }

    @Test
    void aNewReleaseTakesOverFromSeveralInstancesAndLosesNothing() {
        try (Visitors visitors = new Visitors(daemon.httpPort, HOST, Duration.ofMillis(100));
                Visitors others = new Visitors(daemon.httpPort, "plain.replicas.test", Duration.ofMillis(100))) {
            Eventually.holds("visitors come", SOON, () -> visitors.served() > 50 && others.served() > 50);
            for (String version : List.of("2", "3")) {
                daemon.applied("replicas", project(version));
                Eventually.holds(
                        "the new release answers",
                        SOON,
                        () -> visitors.heard("version " + version) && others.heard("version " + version));
            }
            Evidence.assertEqual(List.of(), visitors.takeLost(), daemon::log);
            Evidence.assertEqual(List.of(), others.takeLost(), daemon::log);
            assertEquals(3, started().size());
        }
    }

    @Test
    void theDeathOfOneOfThreeLosesNothingThatMayBeAskedAgain() {
        try (Visitors visitors = new Visitors(daemon.httpPort, HOST, Duration.ofMillis(100))) {
            Eventually.holds("visitors come", SOON, () -> visitors.served() > 50);
            for (String victim : started().keySet()) {
                Docker.run("kill", victim);
                Eventually.holds(
                        () -> victim + " runs again\n" + daemon.log(),
                        SOON,
                        () -> Docker.run("inspect", "-f", "{{.State.Running}}", victim)
                                        .equals("true")
                                && daemon.application("replicas", "web")
                                        .get("state")
                                        .asText()
                                        .equals("running"));
                int served = visitors.served();
                Eventually.holds("visitors still come", SOON, () -> visitors.served() > served + 100);
            }
            // What was posted, and web sockets, cannot be asked again.
            Evidence.assertEqual(
                    Set.of(),
                    new TreeSet<>(visitors.takeLost().stream()
                            .filter(lost -> !lost.startsWith("POST") && !lost.startsWith("web socket"))
                            .toList()),
                    daemon::log);
        }
    }
}
