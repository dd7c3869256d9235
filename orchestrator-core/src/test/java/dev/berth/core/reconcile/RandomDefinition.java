package dev.berth.core.reconcile;

import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.engine.Script;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes up definitions of the shop, each a little other than the last; some of the images in them are broken. */
final class RandomDefinition {
    static final List<String> NAMES = List.of("db", "init", "web", "work");

    private final Random random;
    private final Map<String, String> applications = new TreeMap<>();

    RandomDefinition(Random random) {
        this.random = random;
    }

    static void script(InMemoryEngine engine) {
        for (String name : NAMES) {
            engine.script(name + ":slow", Script.healthyAfter(3));
            engine.script(name + ":sick", Script.neverHealthy());
            engine.script(name + ":broken", Script.exits(1, "no such table"));
            engine.unavailable(name + ":gone");
        }
        engine.script("init:1", Script.exits(0));
        engine.script("init:2", Script.exits(0));
        engine.script("init:slow", Script.exits(0));
    }

    /** The next one: most applications are as they were. */
    String next() {
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                applications.put(name, application(name));
            } else if (random.nextInt(8) == 0) {
                applications.remove(name);
            }
        }
        applications.putIfAbsent("web", application("web"));
        return "project: shop\napplications:\n" + String.join("", applications.values());
    }

    private String application(String name) {
        StringBuilder text = new StringBuilder("  " + name + ":\n    ");
        if (name.equals("work") && random.nextBoolean()) {
            text.append("build: {dockerfile_inline: \"FROM work:")
                    .append(random.nextInt(6))
                    .append("\"}\n");
        } else {
            text.append("image: \"" + name + ":" + tag() + "\"\n");
        }
        text.append("    env: {MODE: m").append(random.nextInt(2)).append("}\n");
        if (random.nextInt(3) == 0) {
            text.append("    deploy: {keep: ").append(random.nextInt(3)).append("}\n");
        }
        switch (name) {
            case "init" -> text.append("    job: true\n");
            case "db" -> text.append("    volumes: [\"data:/data\"]\n");
            case "web" ->
                text.append("    port: 8000\n    domain: {host: w")
                        .append(random.nextInt(2))
                        .append(".localhost, https: false}\n    replicas: ")
                        .append(1 + random.nextInt(3))
                        .append("\n    depends_on: [db]\n".repeat(applications.containsKey("db") ? 1 : 0))
                        .append("\n");
            default ->
                text.append("    resources: {memory: ")
                        .append(64 << random.nextInt(2))
                        .append("M}\n    replicas: ")
                        .append(1 + random.nextInt(2))
                        .append(random.nextBoolean() ? "\n    deploy: {order: stop-first}\n" : "\n")
                        .append("    depends_on: {init: {condition: service_completed_successfully}}\n"
                                .repeat(applications.containsKey("init") ? 1 : 0));
        }
        return text.toString();
    }

    private String tag() {
        List<String> good = List.of("1", "2", "slow");
        List<String> bad = List.of("sick", "broken", "gone");
        List<String> tags = random.nextInt(5) > 0 ? good : bad;
        return tags.get(random.nextInt(tags.size()));
    }
}
