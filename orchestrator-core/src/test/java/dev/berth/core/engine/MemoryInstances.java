package dev.berth.core.engine;

import dev.berth.core.project.ProjectName;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.release.InstanceName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The instances of the {@link InMemoryEngine}, and the names under which something stands that is not ours. */
final class MemoryInstances {
    private final Map<InstanceName, MemoryInstance> instances = new TreeMap<>();
    private final Map<String, Script> scripts = new TreeMap<>();
    private final Set<InstanceName> occupied = new TreeSet<>();
    private int made;

    void occupy(InstanceName name) {
        occupied.add(name);
    }

    /** Says what instances of an image do; without a script they are healthy. */
    void script(String reference, Script script) {
        scripts.put(reference, script);
    }

    void make(InstanceStart start, String imageId) {
        refuseOccupied(start.name());
        Script script = scripts.getOrDefault(start.release().image().reference(), Script.healthy());
        String address = "10.0.0." + (2 + made++ % 250);
        instances.put(start.name(), new MemoryInstance(start, imageId, script, address));
    }

    void run(InstanceStart start, Instant now) {
        MemoryInstance instance = existing(start.name());
        if (!instance.isRunning()) {
            refuseTakenPorts(instance);
            if (instance.state == InstanceState.EXITED) {
                instance.allow(start);
            }
            instance.run(now);
        }
    }

    void remove(InstanceName name) {
        instances.remove(name);
    }

    Optional<MemoryInstance> find(InstanceName name) {
        return Optional.ofNullable(instances.get(name));
    }

    /** @throws EngineException of kind {@code FOREIGN} or {@code NOT_FOUND} when there is none of ours */
    MemoryInstance existing(InstanceName name) {
        refuseOccupied(name);
        return find(name).orElseThrow(() -> missing("instance " + name));
    }

    List<MemoryInstance> ofProject(ProjectName project) {
        return instances.values().stream()
                .filter(i -> i.made.name().release().project().equals(project))
                .toList();
    }

    Set<ProjectName> projects() {
        return instances.keySet().stream().map(i -> i.release().project()).collect(Collectors.toSet());
    }

    Set<ForeignThing> obstacles(ProjectName project) {
        return occupied.stream()
                .filter(name -> name.release().project().equals(project))
                .map(name -> new ForeignThing("container", name.toString(), "no Berth at all"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    void refuseOccupied(InstanceName name) {
        if (occupied.contains(name)) {
            throw new EngineException(EngineException.Kind.FOREIGN, name + " is not ours");
        }
    }

    private void refuseTakenPorts(MemoryInstance starting) {
        for (PublishedPort port : starting.release.ports()) {
            for (MemoryInstance other : instances.values()) {
                boolean taken = other.isRunning()
                        && other.release.ports().stream().anyMatch(p -> p.hostPort() == port.hostPort());
                if (taken) {
                    throw new EngineException(
                            EngineException.Kind.PORT_TAKEN,
                            "port " + port.hostPort() + " is taken by " + other.made.name());
                }
            }
        }
    }

    void requireRunning(InstanceName name) {
        if (!existing(name).isRunning()) {
            throw missing("running instance " + name);
        }
    }

    /** The last lines it printed. */
    List<LogLine> tail(InstanceName name, int lines) {
        List<LogLine> all = find(name).map(i -> i.printed).orElse(List.of());
        return List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    /** Whether it is on its network, but not under that name. */
    boolean answersOtherwise(InstanceName name, boolean answersToApplication) {
        return find(name)
                .filter(i -> i.attached && i.answersToApplication != answersToApplication)
                .isPresent();
    }

    void meddle(InstanceName name, InMemoryEngine.Meddling what, Instant now) {
        MemoryInstance instance = existing(name);
        if (what == InMemoryEngine.Meddling.REMOVE) {
            instances.remove(name);
        } else {
            instance.meddle(what, now);
        }
    }

    static EngineException missing(String what) {
        return new EngineException(EngineException.Kind.NOT_FOUND, "there is no " + what);
    }
}
