package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.docker.EngineLink;
import dev.berth.core.docker.EngineLink.Fate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Killed at any call of the engine, before or after it, the daemon takes up every kind of deployment and comes to its
 * end; what serves goes on, and nothing is left over. All kinds go side by side: each stops at the same call of its own,
 * and when none can go further the daemon dies.
 */
@Tag("long")
@Order(1)
class CrashKindsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Every second call is enough for a day; the others have the next one. */
    private static final int ODD = (int) (LocalDate.now(Clock.systemUTC()).toEpochDay() % 2);

    private static final Pattern ID = Pattern.compile("/(?:containers|networks)/([0-9a-f]{64})");

    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Map<CrashKind, Integer> counts = new ConcurrentHashMap<>();
    private final Map<String, CrashKind> stopped = new ConcurrentHashMap<>();
    private EngineLink link;
    private TestDaemon daemon;

    @Test
    @Timeout(1800)
    void everyKindOfDeploymentIsTakenUpWhereverTheDaemonDies() throws IOException {
        link = EngineLink.to(URI.create(Docker.HOST));
        daemon = TestDaemon.start("--docker-host", link.host().toString());
        try {
            CrashKind.prepared().forEach(kind -> kind.prepare(daemon));
            List<String> files = files();
            Set<CrashKind> kinds = new TreeSet<>(CrashKind.all());
            for (int round = 1; !kinds.isEmpty(); round++) {
                Set<CrashKind> cut = kill(round, kinds);
                assertEquals(files, files(), "on the disk, after round " + round);
                kinds.removeIf(kind -> !cut.contains(kind) && !cut.contains(kind.opposite()));
            }
        } finally {
            daemon.close();
            link.close();
        }
    }

    /** Kills at that call of each kind; answers those that did not come to their end before it. */
    private Set<CrashKind> kill(int round, Set<CrashKind> kinds) throws IOException {
        counts.clear();
        stopped.clear();
        link.decide(line -> fate(line, round));
        Map<CrashKind, String> deployments = new TreeMap<>();
        kinds.forEach(kind -> deployments.put(kind, begun(kind.order(daemon, round))));
        Set<CrashKind> cut = new TreeSet<>();
        Eventually.isCaught(
                () -> "each is held or over; held: " + stopped + "\n" + daemon.log(),
                PATIENCE,
                () -> deployments.entrySet().stream().allMatch(one -> {
                    if (isHeld(one.getKey(), one.getValue(), round)) {
                        cut.add(one.getKey());
                    }
                    return cut.contains(one.getKey()) || isOver(one.getValue());
                }));
        daemon.kill();
        serving(round, kinds, "while the daemon is dead");
        link.drop();
        daemon.launch();
        daemon.awaitReady();
        serving(round, kinds, "when the daemon is back");
        deployments.forEach((kind, location) -> {
            JsonNode deployment = daemon.awaitEnd(location);
            Evidence.assertEqual(
                    kind.outcome,
                    deployment.get("status").asText(),
                    () -> kind + ", round " + round + ": " + deployment.toPrettyString() + "\n" + daemon.log());
        });
        kinds.forEach(kind -> {
            String where = kind + ", in the end of round " + round;
            if (kind.running > 0) {
                assertEquals(200, daemon.visit(kind.host(round), "/hostname").statusCode(), where);
            } else {
                // A slow proxy is not waited for when a route goes.
                Eventually.holds(
                        where,
                        PATIENCE,
                        () -> daemon.visit(kind.host(round), "/hostname").statusCode() == 404);
            }
        });
        Evidence.assertEqual(
                expected(round, kinds),
                found(round, kinds),
                () -> "in the end of round " + round + "\n" + daemon.log());
        Eventually.holds(
                () -> "images that nothing needs go between deployments; there are "
                        + Sight.of(daemon).untagged() + "\n" + daemon.log(),
                PATIENCE,
                () -> Sight.of(daemon).untagged().isEmpty());
        return cut;
    }

    private static String begun(HttpResponse<String> answer) {
        assertEquals(202, answer.statusCode(), answer.body());
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** A change of domains calls no engine: there its steps are counted. */
    private boolean isHeld(CrashKind kind, String location, int round) {
        return kind == CrashKind.MOVE
                ? !isOver(location) && deployment(location).get("steps").size() >= round
                : link.held().stream().anyMatch(line -> stopped.get(line) == kind);
    }

    private boolean isOver(String location) {
        return !deployment(location).path("finished_at").asText("").isEmpty();
    }

    private JsonNode deployment(String location) {
        return daemon.get(location.substring("/api/v1".length()));
    }

    private void serving(int round, Set<CrashKind> kinds, String when) {
        kinds.stream()
                .filter(CrashKind::serves)
                .forEach(kind -> assertEquals(
                        200,
                        daemon.visit(kind.host(round), "/hostname").statusCode(),
                        () -> kind + " " + when + ", round " + round));
    }

    private Fate fate(String line, int round) {
        if (line.startsWith("GET ") || line.startsWith("HEAD ") || line.contains("/exec")) {
            return Fate.PASSES;
        }
        Optional<CrashKind> kind = kind(line, round);
        int number = kind.map(k -> counts.merge(k, 1, Integer::sum)).orElse(0);
        int call = 2 * round - ODD;
        if (number < call) {
            return Fate.PASSES;
        }
        stopped.put(line, kind.get());
        return number == call && (round + kind.get().ordinal()) % 2 == 0 ? Fate.HELD_AFTER : Fate.HELD_BEFORE;
    }

    /** Whose call it is, as the names in it say; only one kind makes networks. */
    private Optional<CrashKind> kind(String line, int round) {
        Matcher id = ID.matcher(line);
        String where = line.contains("/networks/create")
                ? "-" + CrashKind.FIRST.project(round)
                : id.find()
                        ? names.computeIfAbsent(id.group(1), CrashKindsIT::name)
                        : line.replace("%2F", "/").replaceAll("[?&]version=.*", "");
        return CrashKind.all().stream()
                .filter(kind -> where.matches(".*[-/]" + kind.project(round) + "([-/]web.*|-job.*|-extra.*)?"))
                .findFirst();
    }

    private static String name(String id) {
        return Docker.run("inspect", "-f", "{{.Name}}", id);
    }

    /** What there should be of these kinds, a line each, sorted. */
    private List<String> expected(int round, Set<CrashKind> kinds) {
        List<String> all = new ArrayList<>();
        for (CrashKind kind : kinds) {
            if (kind != CrashKind.DELETE) {
                all.add("network " + daemon.instance + "-" + kind.project(round));
            }
            if (kind == CrashKind.JOB) {
                all.add("job job exited " + round);
            }
            if (kind == CrashKind.COME) {
                all.add(kind.project(round) + " extra running 0");
            }
            String number = Integer.toString(kind.told(round));
            int containers = kind == CrashKind.STOP ? 1 : kind.running;
            for (int i = 0; i < containers; i++) {
                all.add(kind.project(round) + " web " + (kind.running == 0 ? "exited " : "running ") + number);
            }
        }
        return all.stream().sorted().toList();
    }

    private List<String> found(int round, Set<CrashKind> kinds) {
        Sight sight = Sight.of(daemon);
        List<String> all = new ArrayList<>();
        for (CrashKind kind : kinds) {
            sight.networks().stream()
                    .filter(network -> network.equals(daemon.instance + "-" + kind.project(round)))
                    .forEach(network -> all.add("network " + network));
            sight.containers().stream()
                    .filter(c -> c.project().equals(kind.project(round)))
                    .forEach(c -> all.add(c.project() + " " + c.application() + " " + c.state() + " " + c.round()));
        }
        return all.stream().sorted().toList();
    }

    /**
     * What the daemon has on the disk beside routes, which visitors test; its library is unpacked only where the package
     * has none beside its jar.
     */
    private List<String> files() throws IOException {
        try (var found = Files.walk(daemon.home)) {
            return found.map(daemon.home::relativize)
                    .map(Path::toString)
                    .filter(name -> !name.matches("data/proxy/dynamic/[a-z]+.yml"))
                    .filter(name -> !name.startsWith("sqlite-"))
                    .sorted()
                    .toList();
        }
    }
}
