package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.docker.EngineLink;
import dev.berth.it.SoakModel.Intent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** A daemon and its projects, to which things happen; whatever they are, all is well again after {@link #settle}. */
final class Soak implements AutoCloseable {
    private static final List<String> PROJECTS = List.of("ash", "elm", "oak");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final String STEADY =
            """
            project: steady
            applications:
              web:
                image: busybox
                command: [httpd, -f, -p, "8000", -h, /etc]
                port: 8000
                domain: {host: web.steady.test, https: false}
                healthcheck: {http: /hostname, interval: 1s}
                deploy: {monitor: 200ms}
            """;

    final SoakModel model = new SoakModel();
    private final Random random;
    private final EngineLink link;
    private final TestDaemon daemon;
    private final Steady steady;
    private final SoakCheck check;
    private final Map<String, Integer> versions = new HashMap<>();
    private FullDisk disk;
    private long newest;
    private boolean deaf;
    private boolean cut;
    private boolean full;

    Soak(long seed) throws IOException {
        random = new Random(seed);
        link = EngineLink.to(URI.create(Docker.HOST));
        daemon = TestDaemon.start(
                own -> disk = ROOT ? FullDisk.at(own.data.resolve("proxy")) : null,
                "--docker-host",
                link.host().toString());
        daemon.applied("steady", STEADY);
        steady = new Steady(daemon.httpPort, "web.steady.test");
        check = new SoakCheck(daemon, model);
    }

    /** How the newest ended, a line each. */
    String deployments() {
        StringBuilder lines = new StringBuilder();
        for (JsonNode each : daemon.get("/deployments?limit=60").get("items")) {
            lines.append(each.get("id").asText() + " " + each.get("cause").asText() + " "
                    + each.get("project").asText() + " "
                    + each.path("application").asText("") + " "
                    + each.get("status").asText() + ": " + each.get("message").asText() + "\n");
        }
        return lines.toString();
    }

    TestDaemon daemon() {
        return daemon;
    }

    int random(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Something happens; answers what. */
    String happen() {
        SoakAct act = SoakAct.next(random);
        return act + " " + act.go(this);
    }

    private String project() {
        return PROJECTS.get(random.nextInt(PROJECTS.size()));
    }

    SoakProject nextFile(boolean broken) {
        String project = project();
        // Sometimes the same once more.
        int version = versions.merge(project, random.nextInt(6) == 0 ? 0 : 1, Integer::sum);
        return new SoakProject(project, version, broken, random.nextInt(3) > 0, random.nextInt(3) == 0);
    }

    String apply(SoakProject file) {
        return send(
                "PUT",
                "/projects/" + file.name() + "?remove=true",
                file.file(),
                new Intent(file.name(), file.applications(), true, Map.of()));
    }

    String order(String verb, String body) {
        String project = project();
        Map<String, Boolean> stopped =
                switch (verb) {
                    case "stop" -> Map.of("web", true);
                    case "start" -> Map.of("web", false);
                    default -> Map.of();
                };
        return send(
                "POST",
                "/projects/" + project + "/applications/web/" + verb,
                body,
                new Intent(project, Map.of(), false, stopped));
    }

    /** To the release before, or sometimes to any that is kept. */
    String rollback() {
        String project = project();
        String path = "/projects/" + project + "/applications/web";
        awaitDaemon();
        List<JsonNode> kept = new ArrayList<>();
        TestDaemon.parse(daemon.api("GET", path, "").body()).path("releases").forEach(kept::add);
        kept.removeIf(release -> release.get("present").asBoolean());
        String body = random.nextInt(4) > 0 && !kept.isEmpty()
                ? "{\"to\": " + kept.get(random.nextInt(kept.size())).get("deployment") + "}"
                : "";
        return send("POST", path + "/rollback", body, deployment -> {
            String cause = deployment.get("cause").asText();
            return model.rollback(project, "web", Long.parseLong(cause.substring(cause.lastIndexOf(' ') + 1)));
        });
    }

    String delete() {
        String project = project();
        return send("DELETE", "/projects/" + project, "", new Intent(project, Map.of(), true, Map.of()));
    }

    String cancel() {
        awaitDaemon();
        return newest == 0
                ? "nothing"
                : newest + " "
                        + daemon.api("DELETE", "/deployments/" + newest, "").statusCode();
    }

    private String send(String method, String path, String body, Intent intent) {
        return send(method, path, body, deployment -> intent) + " " + intent.versions();
    }

    private String send(String method, String path, String body, Function<JsonNode, Intent> intended) {
        awaitDaemon();
        HttpResponse<String> answer = daemon.api(method, path, body);
        Optional<String> location = answer.headers().firstValue("Location");
        if (answer.statusCode() == 202 && location.isPresent()) {
            long id = Long.parseLong(location.get().substring(location.get().lastIndexOf('/') + 1));
            Intent intent = intended.apply(TestDaemon.parse(answer.body()));
            model.ordered(id, intent);
            newest = intent.stopped().isEmpty() ? id : 0; // what a cancelled start leaves depends on when it ended
        } else if (answer.statusCode() >= 500 && answer.statusCode() != 503) {
            throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return method + " " + path + " "
                + body.lines().count() + " → " + answer.statusCode()
                + location.map(l -> " " + l.replaceAll(".*/", "")).orElse("");
    }

    /** Until it takes orders, which it does also while the engine is away. */
    private void awaitDaemon() {
        Eventually.holds(
                () -> "the daemon answers\n" + daemon.log(),
                PATIENCE,
                () -> daemon.send("GET", "/healthz", Optional.empty(), Map.of()).statusCode() == 200);
    }

    String meddle() {
        List<String> names = Docker.lines(
                "ps", "-a", "--format", "{{.Names}}", "--filter", "label=dev.berth.instance=" + daemon.instance);
        List<String> victims = names.stream()
                .filter(name -> PROJECTS.stream().anyMatch(p -> name.startsWith(daemon.instance + "-" + p)))
                .toList();
        if (victims.isEmpty()) {
            return "with nothing";
        }
        String victim = victims.get(random.nextInt(victims.size()));
        List<String> how = new ArrayList<>(List.of(
                        List.of("kill"),
                        List.of("stop", "-t", "0"),
                        List.of("rm", "-f"),
                        List.of("pause"),
                        List.of("network", "disconnect", "-f", network(victim)))
                .get(random.nextInt(5)));
        how.add(victim);
        Docker.attempt(how.toArray(String[]::new));
        return String.join(" ", how);
    }

    private String network(String container) {
        return daemon.instance + "-" + container.split("-")[1];
    }

    String disturbProxy(String... how) {
        List<String> command = new ArrayList<>(List.of(how));
        List<String> proxy = daemon.containers("proxy", "traefik");
        command.addAll(proxy);
        if (!proxy.isEmpty()) {
            steady.disturb(() -> Docker.attempt(command.toArray(String[]::new)));
        }
        return String.join(" ", command);
    }

    String loseEvents() {
        deaf = !deaf;
        link.deafen(deaf);
        return deaf ? "from now on" : "no more";
    }

    String cutEngine() {
        try {
            if (cut) {
                link.restore();
            } else {
                link.cut();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut = !cut;
        return cut ? "off" : "back";
    }

    String fillDisk() {
        if (disk == null) {
            return "is not possible without root";
        }
        if (full) {
            disk.makeRoom();
        } else {
            disk.fill();
        }
        full = !full;
        return full ? "" : "room again";
    }

    String killEngine() {
        Optional<SpareEngine> own = SpareEngine.ofEnvironment();
        own.ifPresent(engine -> steady.disturb(engine::restartAfterKill));
        return own.isPresent() ? "with -9, and start it" : "is not possible: others use it";
    }

    /** Ends every trouble and waits until all is as it should be. */
    void settle() {
        if (cut) {
            cutEngine();
        }
        if (deaf) {
            loseEvents();
        }
        if (full) {
            fillDisk();
        }
        daemon.awaitReady();
        model.learn(id -> daemon.awaitEnd("/api/v1/deployments/" + id));
        try {
            awaitNoDifference();
        } catch (AssertionError e) {
            if (SpareEngine.ofEnvironment().isEmpty() || !engineHoldsPort()) {
                throw e;
            }
            killEngine();
            awaitNoDifference();
        }
        check.settled();
        List<String> lost = steady.lost();
        if (!lost.isEmpty() || !model.wrong().isEmpty()) {
            throw new AssertionError("lost of a project that nobody touched: " + lost + "\n" + model.wrong());
        }
    }

    private void awaitNoDifference() {
        List<String> found = new ArrayList<>();
        Eventually.holds(() -> String.join("\n", found), PATIENCE, () -> {
            found.clear();
            found.addAll(check.differences());
            return found.isEmpty();
        });
    }

    /** Docker 20.10, killed while it starts a container, may hold its port until it is started anew; Berth says so. */
    private boolean engineHoldsPort() {
        return daemon.application("proxy", "traefik").get("message").asText().contains("restart the engine");
    }

    @Override
    public void close() throws IOException {
        steady.close();
        daemon.kill();
        if (full) {
            disk.makeRoom();
        }
        if (disk != null) {
            Docker.removeAll(daemon.instance);
            disk.close();
        }
        daemon.close();
        link.close();
    }
}
