package dev.berth.core.deploy;

import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.engine.Script;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.Mount;
import dev.berth.core.project.Project;
import dev.berth.core.project.Restart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes up projects; some of the images in them are broken. */
final class RandomShop {
    private static final List<String> NAMES = List.of("api", "db", "init", "web", "work");
    /** A volume that another application has whenever the one that had it leaves. */
    private static final String SHARED = "shared";

    private final Random random;
    private final Map<String, ApplicationBuilder> present = new TreeMap<>();

    RandomShop(Random random, InMemoryEngine engine) {
        this.random = random;
        for (String name : NAMES) {
            engine.script(name + ":slow", Script.healthyAfter(3));
            engine.script(name + ":bad", Script.neverHealthy());
            engine.script(name + ":exits", Script.exits(1, "no such table"));
            engine.script(name + ":oom", Script.outOfMemory());
            engine.unavailable(name + ":gone");
        }
        engine.script("init:1", Script.exits(0));
        engine.script("init:2", Script.exits(0));
        engine.script("init:slow", Script.exits(0));
    }

    /** The next project: mostly what the last one was, some applications otherwise, gone or new. */
    Project project() {
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                boolean heir = present.containsKey(name) && writesShared(present.get(name));
                present.put(name, made(name, heir));
            }
            if (present.size() > 1 && random.nextInt(8) == 0) {
                present.remove(name);
            }
        }
        if (random.nextInt(3) == 0) {
            handOver();
        }
        if (present.isEmpty()) {
            present.put("web", application("web", List.of()));
        }
        List<ApplicationBuilder> shuffled = new ArrayList<>(present.values());
        Collections.shuffle(shuffled, random);
        return World.project(shuffled.toArray(ApplicationBuilder[]::new));
    }

    /** What nothing depends on leaves, and another one has its volume; what something depends on is made anew. */
    private void handOver() {
        String heir = oneOf("api", "db", "web", "work");
        for (String name : NAMES) {
            if (present.containsKey(name) && writesShared(present.get(name))) {
                if (isNeeded(name)) {
                    heir = name;
                } else {
                    present.remove(name);
                }
            }
        }
        present.put(heir, made(heir, true));
    }

    private ApplicationBuilder made(String name, boolean heir) {
        ApplicationBuilder it = application(name, NAMES.subList(0, NAMES.indexOf(name)));
        return heir ? it.volume(SHARED, "/shared") : it;
    }

    private boolean isNeeded(String name) {
        return present.values().stream()
                .flatMap(it -> it.get().dependsOn().stream())
                .anyMatch(d -> d.application().text().equals(name));
    }

    /** The last project with other numbers of instances and nothing else changed; jobs and host ports stay alone. */
    Project scaled() {
        present.forEach((name, it) -> {
            if (it.get().replicas() > 1
                    || it.get().ports().isEmpty() && !it.get().job()) {
                it.replicas(oneOf(1, 2, 3));
            }
        });
        return World.project(present.values().toArray(ApplicationBuilder[]::new));
    }

    private ApplicationBuilder application(String name, List<String> earlier) {
        ApplicationBuilder it = ApplicationBuilder.application(name).image(name + ":" + tag());
        it.env("MODE", "m" + random.nextInt(2)).replicas(oneOf(1, 1, 2, 3));
        if (!earlier.isEmpty() && random.nextBoolean()) {
            String other = earlier.get(random.nextInt(earlier.size()));
            Dependency.Condition condition = other.equals("init")
                    ? Dependency.Condition.SERVICE_COMPLETED_SUCCESSFULLY
                    : Dependency.Condition.values()[random.nextInt(2)];
            it.dependsOn(other, condition);
        }
        if (name.equals("init")) {
            return it.job().replicas(1);
        }
        if (random.nextInt(3) > 0) {
            it.domain(name + random.nextInt(2) + ".test");
        }
        if (random.nextInt(3) == 0) {
            it.volume("data-" + name, "/data");
        }
        if (random.nextInt(6) == 0) {
            it.publish(8000 + NAMES.indexOf(name)).replicas(1);
        }
        if (random.nextInt(8) == 0) {
            it.order(DeployPolicy.Order.STOP_FIRST);
        }
        if (random.nextInt(3) == 0) {
            it.memory(1L << (20 + random.nextInt(3)));
        }
        return it.restart(random.nextInt(4) == 0 ? new Restart.OnFailure(0) : Restart.UNLESS_STOPPED);
    }

    private static boolean writesShared(ApplicationBuilder other) {
        return other.get().mounts().stream()
                .anyMatch(m -> m instanceof Mount.Volume v && v.name().equals(SHARED));
    }

    private String tag() {
        return random.nextInt(6) > 0 ? oneOf("1", "2", "slow") : oneOf("bad", "exits", "oom", "gone");
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }
}
