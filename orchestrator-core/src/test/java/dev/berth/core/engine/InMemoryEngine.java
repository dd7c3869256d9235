package dev.berth.core.engine;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.VolumeName;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * An engine that keeps everything in memory and the promises of {@link Engine}: it passes {@link EngineContract}. Images
 * behave as scripted (by default they are healthy), calls fail where {@link Faults} say so, and {@link #meddle} is what
 * somebody does behind Berth's back.
 */
public final class InMemoryEngine implements Engine {
    /** What can be done to an instance behind Berth's back. */
    public enum Meddling {
        KILL,
        PAUSE,
        DISCONNECT,
        REMOVE
    }

    private final Timekeeper time;
    private final Faults faults;
    private final Set<ProjectName> networks = new TreeSet<>();
    private final Set<ProjectName> joined = new TreeSet<>();
    private final Map<String, ProjectName> volumes = new TreeMap<>();
    private final Map<String, String> images = new TreeMap<>();
    private final Map<String, Script> scripts = new HashMap<>();
    private final Map<InstanceName, MemoryInstance> instances = new TreeMap<>();
    private final Set<String> unavailable = new TreeSet<>();
    private final Set<InstanceName> occupied = new TreeSet<>();
    private final List<Consumer<EngineEvent>> listeners = new ArrayList<>();
    private boolean proxy = true;
    private int made;

    public InMemoryEngine() {
        this(Timekeeper.system(), new Faults());
    }

    public InMemoryEngine(Timekeeper time, Faults faults) {
        this.time = time;
        this.faults = faults;
    }

    public Faults faults() {
        return faults;
    }

    /** Every mutating call until now, in order, whether it changed something or not. */
    public List<String> calls() {
        return faults.calls();
    }

    /** Says what instances of an image do from their next start on; without a script they are healthy. */
    public synchronized void script(String reference, Script script) {
        scripts.put(reference, script);
    }

    /** No registry has this image. */
    public synchronized void unavailable(String reference) {
        unavailable.add(reference);
    }

    /** Whether there is a reverse proxy, which there is at first. */
    public synchronized void proxyIsThere(boolean now) {
        proxy = now;
        if (!now) {
            joined.clear();
        }
    }

    public synchronized void meddle(InstanceName name, Meddling what) {
        MemoryInstance instance = existing(name);
        switch (what) {
            case KILL -> instance.end(137, false, time.now());
            case PAUSE -> instance.state = InstanceState.PAUSED;
            case DISCONNECT -> instance.attached = false;
            case REMOVE -> instances.remove(name);
        }
        tell(name.release().project(), what.name());
    }

    /** Ends an instance's process as if by itself. */
    public synchronized void end(InstanceName name, int exitCode) {
        existing(name).end(exitCode, false, time.now());
        tell(name.release().project(), "die");
    }

    public synchronized void loseNetwork(ProjectName project) {
        networks.remove(project);
        joined.remove(project);
        ofProject(project).forEach(i -> i.attached = false);
    }

    public synchronized void loseVolume(String name) {
        volumes.remove(name);
    }

    public synchronized void loseImage(String reference) {
        images.remove(reference);
    }

    public synchronized void disconnectProxy(ProjectName project) {
        joined.remove(project);
    }

    /** Puts a volume there that Berth did not make. */
    public synchronized void foreignVolume(String name) {
        volumes.put(name, ProjectName.PROXY);
    }

    /** Puts something that is not ours under an instance's name. */
    public synchronized void occupy(InstanceName name) {
        occupied.add(name);
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo("memory", "1", "1.41", true, "/nowhere");
    }

    @Override
    public synchronized ObservedState observe(ProjectName project) {
        refuseInterrupted("observe " + project);
        Set<String> known = new TreeSet<>(images.keySet());
        known.addAll(images.values());
        return new ObservedState(
                project,
                networks.contains(project),
                joined.contains(project),
                volumes.keySet(),
                known,
                ofProject(project).stream().map(MemoryInstance::observed).toList());
    }

    @Override
    public synchronized Map<ProjectName, ObservedState> observeAll() {
        Set<ProjectName> projects = new TreeSet<>(networks);
        instances.keySet().forEach(i -> projects.add(i.release().project()));
        Map<ProjectName, ObservedState> all = new TreeMap<>();
        projects.forEach(p -> all.put(p, observe(p)));
        return all;
    }

    @Override
    public List<ForeignThing> strangers() {
        return List.of();
    }

    @Override
    public List<String> imagesLabelled(String label) {
        return List.of();
    }

    @Override
    public void createNetwork(ProjectName project) {
        mutate("createNetwork " + project, project, () -> networks.add(project));
    }

    @Override
    public void removeNetwork(ProjectName project) {
        mutate("removeNetwork " + project, project, () -> {
            networks.remove(project);
            joined.remove(project);
        });
    }

    @Override
    public void joinProxy(ProjectName project) {
        mutate("joinProxy " + project, project, () -> {
            if (!proxy || !networks.contains(project)) {
                throw missing(proxy ? "network of " + project : "reverse proxy");
            }
            joined.add(project);
        });
    }

    @Override
    public synchronized Optional<String> proxyAddress() {
        return proxy ? Optional.of("10.201.0.2") : Optional.empty();
    }

    @Override
    public void createVolume(ProjectName project, ApplicationName application, VolumeName volume) {
        mutate("createVolume " + volume, project, () -> {
            if (volume.external() && !volumes.containsKey(volume.text())) {
                throw missing("volume " + volume);
            }
            volumes.putIfAbsent(volume.text(), project);
        });
    }

    @Override
    public void removeVolume(VolumeName volume) {
        mutate("removeVolume " + volume, ProjectName.PROXY, () -> volumes.remove(volume.text()));
    }

    @Override
    public String provideImage(
            ProjectName project,
            ApplicationName application,
            ImageSpec image,
            boolean lookAgain,
            ProgressSink progress) {
        String reference = image.reference();
        mutate("provideImage " + reference, project, () -> {
            if (unavailable.contains(reference)) {
                throw new EngineException(
                        EngineException.Kind.IMAGE_UNAVAILABLE, "no registry has the image " + reference);
            }
            progress.line("providing " + reference);
            images.putIfAbsent(reference, "sha256:" + reference);
        });
        synchronized (this) {
            return images.get(reference);
        }
    }

    @Override
    public synchronized Optional<String> imageId(String reference) {
        return images.containsValue(reference)
                ? Optional.of(reference)
                : Optional.ofNullable(images.get(reference));
    }

    @Override
    public void removeImage(String reference) {
        mutate("removeImage " + reference, ProjectName.PROXY, () -> images.remove(reference));
    }

    @Override
    public void start(InstanceStart start) {
        mutate("start " + start.name(), start.name().release().project(), () -> {
            refuseOccupied(start.name());
            MemoryInstance instance = instances.get(start.name());
            if (instance != null && instance.isRunning()) {
                return;
            }
            if (instance == null || instance.state == InstanceState.CREATED) {
                instance = make(start);
            }
            refuseTakenPorts(instance);
            instances.put(start.name(), instance);
            instance.run(time.now());
        });
    }

    @Override
    public void attach(InstanceName name, boolean answersToApplication) {
        mutate("attach " + name + " " + answersToApplication, name.release().project(), () -> {
            if (!networks.contains(name.release().project())) {
                throw missing("network of " + name.release().project());
            }
            existing(name).attached = true;
            existing(name).answersToApplication = answersToApplication;
        });
    }

    @Override
    public void stop(InstanceName name, Duration grace) {
        mutate("stop " + name, name.release().project(), () -> {
            refuseOccupied(name);
            Optional.ofNullable(instances.get(name)).ifPresent(i -> i.end(0, false, time.now()));
        });
    }

    @Override
    public void remove(InstanceName name) {
        mutate("remove " + name, name.release().project(), () -> {
            refuseOccupied(name);
            instances.remove(name);
        });
    }

    @Override
    public void update(InstanceName name, Resources resources, Restart restart) {
        mutate("update " + name, name.release().project(), () -> {
            existing(name).resources = resources;
            existing(name).restart = restart;
        });
    }

    @Override
    public Optional<HealthCheck> declaredHealthCheck(InstanceName instance) {
        return Optional.empty();
    }

    @Override
    public synchronized ProbeResult probe(InstanceName name, HealthCheck check) {
        refuseInterrupted("probe " + name);
        MemoryInstance instance = instances.get(name);
        if (instance == null) {
            return new ProbeResult.Missing();
        }
        if (instance.state == InstanceState.EXITED) {
            return new ProbeResult.Ended(instance.exitCode, instance.oomKilled);
        }
        if (!instance.isRunning()) {
            return new ProbeResult.Ended(OptionalInt.empty(), false);
        }
        boolean refuses = check.probe() instanceof HealthCheck.Command c && c.command().equals(List.of("false"));
        return refuses || instance.probes++ < instance.script.healthyAfter()
                ? new ProbeResult.Failing("scripted to fail")
                : new ProbeResult.Healthy();
    }

    @Override
    public synchronized List<LogLine> tail(InstanceName name, int lines) {
        List<LogLine> all = instances.containsKey(name) ? instances.get(name).printed : List.of();
        return List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    @Override
    public void logs(InstanceName name, LogQuery query, Consumer<LogLine> sink) {
        tail(name, query.tail()).forEach(sink);
    }

    @Override
    public ExecSession exec(InstanceName name, ExecRequest request) {
        synchronized (this) {
            if (!existing(name).isRunning()) {
                throw missing("running instance " + name);
            }
        }
        return new MemoryExec(request.command());
    }

    @Override
    public synchronized Subscription subscribe(Consumer<EngineEvent> listener) {
        listeners.add(listener);
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }

    @Override
    public synchronized Set<ForeignThing> obstacles(ProjectName project) {
        Set<ForeignThing> found = new TreeSet<>();
        occupied.stream()
                .filter(name -> name.release().project().equals(project))
                .forEach(name -> found.add(new ForeignThing("container", name.toString(), "no Berth at all")));
        return found;
    }

    @Override
    public void close() {}

    private void mutate(String call, ProjectName project, Runnable effect) {
        faults.perform(
                call,
                () -> {
                    synchronized (this) {
                        effect.run();
                        tell(project, call);
                    }
                },
                (reason, interrupted) -> new EngineException(
                        interrupted ? EngineException.Kind.INTERRUPTED : EngineException.Kind.TIMED_OUT, reason));
    }

    private MemoryInstance make(InstanceStart start) {
        if (!networks.contains(start.name().release().project())) {
            throw missing("network of " + start.name().release().project());
        }
        String reference = start.release().image().reference();
        String wanted = start.release().imageId().orElse(reference);
        String id = imageId(wanted)
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.IMAGE_UNAVAILABLE, "the image " + wanted + " is not here"));
        return new MemoryInstance(
                start, id, scripts.getOrDefault(reference, Script.healthy()), "10.0.0." + (2 + made++ % 250));
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

    private void refuseOccupied(InstanceName name) {
        if (occupied.contains(name)) {
            throw new EngineException(EngineException.Kind.FOREIGN, name + " is not ours");
        }
    }

    private static void refuseInterrupted(String call) {
        if (Thread.currentThread().isInterrupted()) {
            throw new EngineException(EngineException.Kind.INTERRUPTED, "interrupted: " + call);
        }
    }

    private MemoryInstance existing(InstanceName name) {
        refuseOccupied(name);
        MemoryInstance instance = instances.get(name);
        if (instance == null) {
            throw missing("instance " + name);
        }
        return instance;
    }

    private static EngineException missing(String what) {
        return new EngineException(EngineException.Kind.NOT_FOUND, "there is no " + what);
    }

    private List<MemoryInstance> ofProject(ProjectName project) {
        return instances.values().stream()
                .filter(i -> i.made.name().release().project().equals(project))
                .toList();
    }

    private void tell(ProjectName project, String what) {
        List.copyOf(listeners).forEach(listener -> listener.accept(new EngineEvent.Changed(project, what)));
    }
}
