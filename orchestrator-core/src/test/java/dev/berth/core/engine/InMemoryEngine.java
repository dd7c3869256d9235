package dev.berth.core.engine;

import dev.berth.core.engine.EngineException.Kind;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.VolumeName;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
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
public final class InMemoryEngine extends LonelyEngine {
    /** What can be done to an instance behind Berth's back. */
    public enum Meddling {
        KILL,
        OUT_OF_MEMORY,
        PAUSE,
        DISCONNECT,
        REMOVE,
        RENAME,
        CONNECT_ELSEWHERE,
        CHANGE_LIMITS,
        CHANGE_RESTART_POLICY
    }

    private final Timekeeper time;
    private final Faults faults;
    private final MemoryNetworks networks = new MemoryNetworks();
    private final MemoryImages images = new MemoryImages();
    private final Set<String> volumes = new TreeSet<>();
    private final MemoryInstances instances = new MemoryInstances();
    private final MemoryListeners listeners = new MemoryListeners();
    private final List<ProjectName> looks = new ArrayList<>();
    private boolean away;

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

    /** The projects that were looked at since this was asked last, one by one or all, in order. */
    public synchronized List<ProjectName> takeLooks() {
        List<ProjectName> taken = List.copyOf(looks);
        looks.clear();
        return taken;
    }

    /** Says what instances of an image do from their next start on; without a script they are healthy. */
    public synchronized void script(String reference, Script script) {
        instances.script(reference, script);
    }

    /** No registry has this image. */
    public synchronized void unavailable(String reference) {
        images.makeUnavailable(reference);
    }

    /** Whether there is a reverse proxy, which there is at first. */
    public synchronized void proxyIsThere(boolean now) {
        networks.proxyIsThere(now);
    }

    public synchronized void meddle(InstanceName name, Meddling what) {
        instances.meddle(name, what, time.now());
        listeners.changed(name.release().project(), what.name());
    }

    /** Gives an instance a limit that Berth never sets. */
    public synchronized void limit(InstanceName name, String limit) {
        instances.existing(name).otherLimits.add(limit);
        listeners.changed(name.release().project(), limit);
    }

    /** Ends an instance's process as if by itself. */
    public synchronized void end(InstanceName name, int exitCode) {
        changed("die", name.release().project(), () -> instances.existing(name).end(exitCode, false, time.now()));
    }

    /** Ends an instance's process for good, after the engine has started it again so many times. */
    public synchronized void giveUp(InstanceName name, int exitCode, int restarts) {
        instances.existing(name).restarts = restarts;
        end(name, exitCode);
    }

    /** Makes a running instance fail its health checks, or pass them again. */
    public synchronized void sick(InstanceName name, boolean now) {
        instances.existing(name).sick = now;
    }

    public synchronized void endAtNextStarts(InstanceName name, int starts) {
        instances.existing(name).stumbles = starts;
    }

    public synchronized void deafen() {
        listeners.clear();
    }

    /** Does not answer any more, or does again; who listens hears of it. */
    public synchronized void away(boolean now) {
        away = now;
        listeners.tell(now ? new EngineEvent.Disconnected("gone") : new EngineEvent.Reconnected());
    }

    /** From now on the registry has this under the reference; whoever looks again gets it. */
    public synchronized void pushed(String reference, String id) {
        images.push(reference, id);
    }

    public synchronized void loseNetwork(ProjectName project) {
        networks.remove(project);
        instances.ofProject(project).forEach(i -> i.attached = false);
    }

    public synchronized void loseVolume(String name) {
        volumes.remove(name);
    }

    public synchronized void disconnectProxy(ProjectName project) {
        networks.disconnectProxy(project);
    }

    /** Puts a volume there that Berth did not make. */
    public synchronized void foreignVolume(String name) {
        volumes.add(name);
    }

    /** Puts something that is not ours under an instance's name. */
    public synchronized void occupy(InstanceName name) {
        instances.occupy(name);
    }

    public synchronized void loseImage(String reference) {
        images.remove(reference);
    }

    /** From now on the proxy has so many connections to an instance. */
    public synchronized void connected(InstanceName name, int connections) {
        instances.existing(name).connections = connections;
    }

    @Override
    public synchronized ObservedState observe(ProjectName project) {
        refuseInterrupted("observe " + project);
        looks.add(project);
        return seen(project);
    }

    /** What is so of a project, whether or not the engine answers. */
    public synchronized ObservedState seen(ProjectName project) {
        return new ObservedState(
                project,
                networks.isThere(project),
                networks.isJoined(project),
                volumes,
                images.known(),
                instances.ofProject(project).stream()
                        .map(MemoryInstance::observed)
                        .toList());
    }

    @Override
    public synchronized Map<ProjectName, ObservedState> observeAll() {
        Set<ProjectName> projects = networks.projects();
        projects.addAll(instances.projects());
        Map<ProjectName, ObservedState> all = new TreeMap<>();
        projects.forEach(p -> all.put(p, observe(p)));
        return all;
    }

    @Override
    public void createNetwork(ProjectName project) {
        mutate("createNetwork " + project, project, () -> networks.create(project));
    }

    @Override
    public void removeNetwork(ProjectName project) {
        mutate("removeNetwork " + project, project, () -> networks.remove(project));
    }

    @Override
    public void joinProxy(ProjectName project) {
        mutate("joinProxy " + project, project, () -> networks.join(project));
    }

    @Override
    public synchronized Optional<String> proxyAddress() {
        return networks.proxyAddress();
    }

    @Override
    public synchronized Optional<String> proxyGateway() {
        return networks.proxyGateway();
    }

    @Override
    public synchronized OptionalInt proxyConnections(InstanceName name) {
        return OptionalInt.of(instances.find(name).map(i -> i.connections).orElse(0));
    }

    @Override
    public void createVolume(ProjectName project, ApplicationName application, VolumeName volume) {
        mutate("createVolume " + volume, project, () -> {
            if (volume.external() && !volumes.contains(volume.text())) {
                throw MemoryInstances.missing("volume " + volume);
            }
            volumes.add(volume.text());
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
        mutate("provideImage " + reference, project, () -> images.provide(project, image, lookAgain, progress));
        return imageId(reference).orElseThrow();
    }

    @Override
    public synchronized Optional<String> imageId(String reference) {
        return images.id(reference);
    }

    @Override
    public synchronized List<BuiltImage> builtImages(ProjectName project) {
        return images.builtFor(project);
    }

    @Override
    public boolean removeImage(String reference) {
        mutate("removeImage " + reference, ProjectName.PROXY, () -> images.remove(reference));
        return true;
    }

    /** As an engine that knows no other way, it makes an instance before it starts it. */
    @Override
    public void start(InstanceStart start) {
        ProjectName project = start.name().release().project();
        boolean makes;
        synchronized (this) {
            makes = instances
                    .find(start.name())
                    .filter(i -> i.state != InstanceState.CREATED)
                    .isEmpty();
        }
        if (makes) {
            mutate("create " + start.name(), project, () -> {
                networks.require(project);
                instances.make(start, images.required(start.release()));
            });
        }
        try {
            mutate("start " + start.name(), project, () -> instances.run(start, time.now()));
        } catch (EngineException e) {
            if (makes && e.kind() != Kind.INTERRUPTED) {
                synchronized (this) {
                    instances.remove(start.name());
                }
            }
            throw e;
        }
    }

    /** As an engine that knows no other way, it takes the instance off the network first. */
    @Override
    public void attach(InstanceName name, boolean answersToApplication) {
        ProjectName project = name.release().project();
        if (instances.answersOtherwise(name, answersToApplication)) {
            mutate("detach " + name, project, () -> instances.existing(name).attached = false);
        }
        mutate("attach " + name + " " + answersToApplication, project, () -> {
            networks.require(project);
            instances.existing(name).attach(answersToApplication);
        });
    }

    @Override
    public void disconnect(InstanceName name, String network) {
        mutate("disconnect " + name + " " + network, name.release().project(), () -> instances
                .find(name)
                .ifPresent(i -> i.otherNetworks.remove(network)));
    }

    @Override
    public void restoreName(InstanceName name) {
        mutate(
                "restoreName " + name,
                name.release().project(),
                () -> instances.existing(name).otherName = Optional.empty());
    }

    @Override
    public void stop(InstanceName name, Duration grace) {
        mutate("stop " + name, name.release().project(), () -> {
            instances.refuseOccupied(name);
            instances.find(name).ifPresent(i -> i.end(0, false, time.now()));
        });
    }

    @Override
    public void remove(InstanceName name) {
        mutate("remove " + name, name.release().project(), () -> {
            instances.refuseOccupied(name);
            instances.remove(name);
        });
    }

    @Override
    public void update(InstanceName name, Resources resources, Restart restart) {
        mutate("update " + name, name.release().project(), () -> {
            instances.existing(name).resources = resources;
            instances.existing(name).restart = restart;
        });
    }

    @Override
    public synchronized ProbeResult probe(InstanceName name, HealthCheck check) {
        refuseInterrupted("probe " + name);
        return instances.find(name).map(instance -> instance.probe(check)).orElse(new ProbeResult.Missing());
    }

    @Override
    public synchronized List<LogLine> tail(InstanceName name, int lines) {
        return instances.tail(name, lines);
    }

    @Override
    public synchronized ExecSession exec(InstanceName name, ExecRequest request) {
        instances.requireRunning(name);
        return new MemoryExec(request.command());
    }

    @Override
    public Subscription subscribe(Consumer<EngineEvent> listener) {
        return listeners.add(listener);
    }

    @Override
    public synchronized Set<ForeignThing> obstacles(ProjectName project) {
        return instances.obstacles(project);
    }

    private synchronized void refuseAway(String call) {
        if (away) {
            throw new EngineException(Kind.UNREACHABLE, "cannot " + call + ": no engine answers");
        }
    }

    private void mutate(String call, ProjectName project, Runnable effect) {
        refuseAway(call);
        faults.perform(
                call,
                () -> changed(call, project, effect),
                (reason, interrupted) -> new EngineException(interrupted ? Kind.INTERRUPTED : Kind.TIMED_OUT, reason));
    }

    private synchronized void changed(String call, ProjectName project, Runnable effect) {
        effect.run();
        listeners.changed(project, call);
    }

    private void refuseInterrupted(String call) {
        refuseAway(call);
        awaitAnswer(call);
    }
}
