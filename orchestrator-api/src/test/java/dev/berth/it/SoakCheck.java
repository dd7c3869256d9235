package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what should be with what is: in the daemon's answers, on the engine, at the proxy and on the disk. */
final class SoakCheck {
    private final TestDaemon daemon;
    private final SoakModel model;
    private final Map<String, String> births = new HashMap<>();
    private final Set<String> volumes = new TreeSet<>();
    private final List<Runnable> known = new ArrayList<>();

    SoakCheck(TestDaemon daemon, SoakModel model) {
        this.daemon = daemon;
        this.model = model;
    }

    /** All that is not as it should be. */
    List<String> differences() {
        known.clear();
        List<String> wrong = new ArrayList<>();
        Sight sight = Sight.of(daemon);
        Set<String> projects = new TreeSet<>();
        for (JsonNode project : daemon.get("/projects").get("items")) {
            projects.add(project.get("name").asText());
        }
        Set<String> here = new TreeSet<>(Set.of("steady", "proxy"));
        for (String project : model.projects()) {
            boolean some = false;
            for (String application : model.applications(project)) {
                some |= look(project, application, projects.contains(project), sight, wrong);
            }
            if (some || projects.contains(project)) {
                here.add(project);
            }
        }
        sight.containers().stream()
                .filter(c -> !here.contains(c.project()))
                .forEach(c -> wrong.add("left over: container " + c));
        sight.networks().stream()
                .filter(n -> !here.contains(n.replaceFirst("^[^-]*-(0-)?", "")))
                .forEach(n -> wrong.add("left over: network " + n));
        sight.untagged().forEach(i -> wrong.add("left over: image " + i));
        wrong.addAll(leftOnDisk(here));
        List<String> there = Docker.lines(
                "volume", "ls", "--format", "{{.Name}}", "--filter", "label=dev.berth.instance=" + daemon.instance);
        volumes.stream().filter(v -> !there.contains(v)).forEach(v -> wrong.add("lost: volume " + v));
        known.add(() -> volumes.addAll(there));
        for (JsonNode deployment : daemon.get("/deployments?limit=100").get("items")) {
            if (List.of("queued", "running").contains(deployment.get("status").asText())) {
                wrong.add("not over: " + deployment);
            }
        }
        return wrong;
    }

    /** What was found last is how it is: nothing else is possible any more. */
    void settled() {
        known.forEach(Runnable::run);
    }

    /** Whether there is something of it. */
    private boolean look(String project, String application, boolean listed, Sight sight, List<String> wrong) {
        String name = project + "/" + application;
        List<Sight.Container> containers = sight.of(project, application);
        JsonNode shown = listed ? shown(project, application) : null;
        boolean accepted = shown != null
                && !shown.path("release").asText("").isEmpty()
                && (!containers.isEmpty() || !model.mayBe(project, application, SoakModel.ABSENT));
        if (!accepted) {
            known.add(() -> model.settled(project, application, SoakModel.ABSENT));
            if (!model.mayBe(project, application, SoakModel.ABSENT)) {
                wrong.add(name + " is missing: " + shown);
            }
            containers.forEach(c -> wrong.add("left over of " + name + ": " + c));
            return false;
        }
        String state = shown.get("state").asText();
        if (!List.of("running", "stopped", "completed").contains(state)) {
            wrong.add(name + " is " + state + ": " + shown.get("message"));
        }
        boolean stopped = state.equals("stopped");
        if (!model.mayBeStopped(project, application, stopped)) {
            wrong.add(name + " is " + state);
        }
        boolean job = application.equals("job");
        int wanted = job || stopped ? 0 : shown.get("replicas").asInt();
        long running =
                containers.stream().filter(c -> c.state().equals("running")).count();
        if (running != wanted || !job && !stopped && containers.size() != wanted) {
            wrong.add(name + ": " + wanted + " should run: " + containers);
        }
        if (!job && !stopped) {
            answers(project, application, wrong);
        }
        known.add(() -> model.present(project, application));
        known.add(() -> model.settled(project, application, stopped));
        return true;
    }

    private JsonNode shown(String project, String application) {
        var answer = daemon.api("GET", "/projects/" + project + "/applications/" + application, "");
        return answer.statusCode() == 200 ? TestDaemon.parse(answer.body()) : null;
    }

    private void answers(String project, String application, List<String> wrong) {
        String name = project + "/" + application;
        boolean data = application.equals("db");
        var answer = daemon.visit(application + "." + project + ".test", data ? "/born" : "/version");
        String body = answer.body().strip();
        if (answer.statusCode() != 200) {
            wrong.add(name + " answers " + answer.statusCode() + " " + body);
        } else if (data) {
            if (!births.getOrDefault(name, body).equals(body)) {
                wrong.add(name + " has lost its data: " + births.get(name) + " → " + body);
            }
            known.add(() -> births.put(name, body));
        } else if (!model.mayBe(project, application, body)) {
            wrong.add(name + " answers as " + body);
        } else {
            known.add(() -> model.settled(project, application, body));
        }
    }

    private List<String> leftOnDisk(Set<String> here) {
        try (var files = Files.walk(daemon.data)) {
            return files.map(daemon.data::relativize)
                    .map(Path::toString)
                    .filter(file -> file.matches(".*\\.(tmp|new)|proxy/temporary/.*")
                            || file.matches("proxy/dynamic/[a-z]+\\.yml")
                                    && !here.contains(file.replaceAll(".*/|\\.yml", "")))
                    .map(file -> "left over: " + file)
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
