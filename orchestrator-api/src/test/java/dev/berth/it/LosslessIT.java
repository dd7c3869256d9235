package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Deployments while visitors come and other projects come and go: none of them loses anything, whether the new release is
 * good or broken.
 * {@code -Dlossless.deployments=100} makes it long.
 */
@Order(7)
class LosslessIT {
    private static final int DEPLOYMENTS = Integer.getInteger("lossless.deployments", 10);

    /** Its port refuses before the engine has heard of its end. */
    static final String DEAD = "ended with exit code 4|was healthy, and then was not: .*refused";

    /** In what way a release is broken, and what its deployment must say. */
    private enum Broken {
        WRONG_PORT("good", 9000, "was not healthy within 3 s: port 8000"),
        SICK("sick", 8000, "was healthy, and then was not: GET /health on port 8000 answered 500"),
        DIES("dies", 8000, DEAD),
        FOREIGN("foreign", 8000, "what is behind it speaks no HTTP"),
        EXITS("exits", 8000, "ended with exit code 3"),
        DEAF("deaf", 8000, "was not healthy within 3 s");

        private final String kind;
        private final int port;
        private final Pattern words;

        Broken(String kind, int port, String words) {
            this.kind = kind;
            this.port = port;
            this.words = Pattern.compile(words);
        }
    }

    private static String project(String version, String kind, int port) {
        String healthcheck = kind.equals("foreign") ? "" : "    healthcheck: " + check(port) + "\n";
        return "project: lossless\napplications:\n"
                + ScriptedShop.application("web", "web.lossless.test", version, kind, port)
                + healthcheck + "    deploy: {monitor: 3s, patience: " + (neverListens(kind, port) ? "2s" : "60s")
                + "}\n";
    }

    private static boolean neverListens(String kind, int port) {
        return kind.equals("deaf") || port != 8000;
    }

    private static String check(int port) {
        return port == 8000 ? "{http: /health, interval: 1s}" : "{command: [\"true\"], interval: 1s}";
    }

    @Test
    @Timeout(3600)
    void deploymentsUnderLoadLoseNothing() {
        try (TestDaemon daemon = TestDaemon.start()) {
            daemon.applied("lossless", project("0", "good", 8000));
            String serving = "version 0";
            Map<Integer, List<String>> lost = new TreeMap<>();
            int came;
            try (Visitors visitors = new Visitors(daemon.httpPort, "web.lossless.test");
                    ComingAndGoing others = new ComingAndGoing(daemon)) {
                Optional<Broken> how;
                for (int i = 1; i <= DEPLOYMENTS; i++) {
                    if (i % 5 != 0) {
                        daemon.applied("lossless", project(Integer.toString(i), "good", 8000));
                        serving = "version " + i;
                        assertTrue(visitors.heard(serving), serving);
                        how = Optional.empty();
                    } else {
                        how = Optional.of(Broken.values()[i / 5 % Broken.values().length]);
                        broken(daemon, how.get(), i);
                    }
                    assertEquals(serving, daemon.visit("web.lossless.test", "/").body());
                    List<String> now = visitors.takeLost();
                    how.filter(Broken.DIES::equals).ifPresent(dies -> removeWhatItCutItself(now));
                    if (!now.isEmpty()) {
                        lost.put(i, now);
                    }
                }
                came = others.rounds();
                System.out.println("lossless: " + visitors.served() + " requests served, "
                        + Math.round(requests(visitors.rates())) + " a second beside web sockets, " + lostRequests(lost)
                        + " lost in " + DEPLOYMENTS + " deployments; " + came + " other projects came and went");
                assertTheyReallyCame(visitors.rates());
            }
            assertTrue(came > 0, "no other project came and went");
            assertTrue(lost.isEmpty(), () -> "lost: " + lost + "\n" + daemon.log());
            assertEquals(1, daemon.containers("lossless", "web").size());
        }
    }

    /** A conversation with a release that ends, and the one post that it may have begun to answer: nobody can repeat these. */
    static void removeWhatItCutItself(List<String> lost) {
        lost.removeIf("web socket: the web socket was cut"::equals);
        lost.stream().filter(one -> one.startsWith("POST: ")).findFirst().ifPresent(lost::remove);
    }

    /** On a busy machine too; nothing is shown by visitors who hardly come. The slow ones wait five seconds each. */
    private static void assertTheyReallyCame(Map<String, Double> rates) {
        double all = requests(rates);
        assertTrue(all >= 20, () -> all + " requests a second: " + rates);
        Map.of("GET", 10.0, "POST", 1.0, "new", 1.0, "web socket", 2.0, "slow", 0.1)
                .forEach((kind, least) ->
                        assertTrue(rates.getOrDefault(kind, 0.0) >= least, () -> kind + " came too seldom: " + rates));
    }

    private static double requests(Map<String, Double> rates) {
        return rates.entrySet().stream()
                .filter(rate -> !rate.getKey().equals("web socket"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static int lostRequests(Map<Integer, List<String>> byDeployment) {
        return byDeployment.values().stream().mapToInt(List::size).sum();
    }

    private static void broken(TestDaemon daemon, Broken how, int version) {
        JsonNode deployment = daemon.apply("lossless", project(Integer.toString(version), how.kind, how.port));
        assertEquals("failed", deployment.get("status").asText(), deployment.toPrettyString());
        String message = deployment.get("message").asText().replace("\n", " | ");
        assertTrue(how.words.matcher(message).find(), message);
        assertTrue(message.contains("still serves"), message);
    }
}
