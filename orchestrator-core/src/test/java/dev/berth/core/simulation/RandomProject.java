package dev.berth.core.simulation;

import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.engine.Script;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes up definitions of one project, each a little other than the last; some of the images in them are broken. */
final class RandomProject {
    static final List<String> NAMES = List.of("api", "db", "init", "web", "work");
    private static final List<String> GOOD = List.of("1", "2", "3", "slow");
    private static final List<String> BAD = List.of("sick", "broken", "big", "gone");
    private static final List<String> WRONG = List.of(
            "project: PROJECT\napplications: {web: {image: \"web:1\", prot: 8000}}\n",
            "project: PROJECT\napplications: {web: {image: \"web:1\", domain: a.localhost}}\n",
            "project: other\napplications: {web: {image: \"web:1\"}}\n",
            "project: PROJECT\napplications: [\n",
            "project: PROJECT\napplications: {web: {image: \"web:1\", env: {A: \"${{secret.NONE}}\"}}}\n");

    private final String project;
    private final Map<String, String> applications = new TreeMap<>();

    RandomProject(String project) {
        this.project = project;
    }

    static void script(InMemoryEngine engine) {
        for (String name : NAMES) {
            boolean job = name.equals("init");
            for (String good : GOOD) {
                engine.script(
                        name + ":" + good, job ? Script.exits(0) : Script.healthyAfter(good.equals("slow") ? 4 : 0));
            }
            engine.script(name + ":sick", job ? Script.exits(3) : Script.neverHealthy());
            engine.script(name + ":broken", Script.exits(1, "no such table"));
            engine.script(name + ":big", Script.outOfMemory());
            engine.unavailable(name + ":gone");
        }
    }

    /** One that no reader accepts. */
    String wrong(Random random) {
        return WRONG.get(random.nextInt(WRONG.size())).replace("PROJECT", project);
    }

    /** The next one: most applications are as they were. */
    String next(Random random) {
        for (String name : NAMES) {
            if (random.nextInt(4) == 0) {
                applications.put(name, application(name, random));
            } else if (random.nextInt(10) == 0) {
                applications.remove(name);
            }
        }
        applications.putIfAbsent("web", application("web", random));
        return "project: " + project + "\napplications:\n"
                + String.join("", applications.values()).replace("DEPENDS", depends());
    }

    private String depends() {
        String needed = (applications.containsKey("db") ? "db: {condition: service_healthy}, " : "")
                + (applications.containsKey("init") ? "init: {condition: service_completed_successfully}" : "");
        return needed.isEmpty() ? "" : "    depends_on: {" + needed + "}\n";
    }

    private String application(String name, Random random) {
        StringBuilder text = new StringBuilder("  " + name + ":\n    " + source(name, tag(random)) + "\n");
        int mode = random.nextInt(2);
        text.append("    env: {MODE: m").append(mode).append("}\n");
        boolean mayStopFirst = name.equals("db") || name.equals("api");
        text.append(mayStopFirst && mode == 1 ? "    restart: on-failure\n" : "");
        switch (name) {
            case "init" -> text.append("    job: true\n");
            case "db" -> text.append("    volumes: [\"data:/data\"]\n").append(check(random));
            case "web" -> {
                text.append(routed(random)).append(check(random));
                text.append("    replicas: ")
                        .append(1 + random.nextInt(3))
                        .append("\n    deploy: {drain: 45s}\nDEPENDS");
            }
            case "api" -> {
                text.append(routed(random)).append(check(random));
                text.append(random.nextInt(4) == 0 ? "    ports: [\"9000:9000\"]\n" : "");
                text.append(random.nextInt(4) == 0 ? "    deploy: {order: stop-first}\n" : "");
            }
            default ->
                text.append("    resources: {memory: ")
                        .append(64 << random.nextInt(2))
                        .append("M}\n")
                        .append(random.nextInt(4) == 0 ? "    restart: on-failure\n" : "")
                        .append("    healthcheck: {command: [ok], interval: 30s}\n");
        }
        return text.toString();
    }

    private static String source(String name, String tag) {
        boolean isBuilt = name.equals("work") && GOOD.contains(tag);
        return isBuilt
                ? "build: {dockerfile_inline: \"FROM base\\nRUN make " + tag + "\"}"
                : "image: \"" + name + ":" + tag + "\"";
    }

    private static String routed(Random random) {
        if (random.nextInt(6) == 0) {
            return "    port: 8000\n";
        }
        return "    port: 8000\n    domain: {host: h" + random.nextInt(4) + ".localhost, https: false}\n";
    }

    private static String check(Random random) {
        return random.nextInt(5) == 0
                ? "    healthcheck: {http: /, interval: 30s, retries: 2}\n"
                : "    healthcheck: {command: [ok], interval: 20s, retries: 2}\n";
    }

    private static String tag(Random random) {
        List<String> tags = random.nextInt(5) > 0 ? GOOD : BAD;
        return tags.get(random.nextInt(tags.size()));
    }
}
