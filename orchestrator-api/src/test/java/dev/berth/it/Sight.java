package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What the engine has of one daemon, at one look. */
record Sight(List<Container> containers, List<String> networks, List<String> untagged) {
    /** @param round what the variable {@code ROUND} says */
    record Container(String name, String project, String application, String state, String round) {}

    static Sight of(TestDaemon daemon) {
        String filter = "label=dev.berth.instance=" + daemon.instance;
        List<String> inspect = new ArrayList<>(List.of("container", "inspect"));
        inspect.addAll(Docker.lines("ps", "-aq", "--no-trunc", "--filter", filter));
        List<Container> containers = new ArrayList<>();
        if (inspect.size() > 2) {
            TestDaemon.parse(Docker.run(inspect.toArray(String[]::new)))
                    .forEach(container -> containers.add(container(container)));
        }
        return new Sight(
                containers,
                Docker.lines("network", "ls", "--format", "{{.Name}}", "--filter", filter),
                Docker.lines("images", "-q", "--filter", filter, "--filter", "dangling=true"));
    }

    private static Container container(JsonNode found) {
        JsonNode labels = found.at("/Config/Labels");
        String round = "";
        for (JsonNode variable : found.at("/Config/Env")) {
            round = variable.asText().startsWith("ROUND=") ? variable.asText().substring(6) : round;
        }
        return new Container(
                found.get("Name").asText().substring(1),
                labels.path("dev.berth.project").asText(),
                labels.path("dev.berth.application").asText(),
                found.at("/State/Status").asText(),
                round);
    }

    List<Container> of(String project, String application) {
        return containers.stream()
                .filter(c -> c.project().equals(project) && c.application().equals(application))
                .toList();
    }
}
