package dev.berth.core.engine;

import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.Mount;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.Release;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** An instance in the {@link InMemoryEngine}. */
final class MemoryInstance {
    final Release release;
    final InstanceStart made;
    final String imageId;
    final Script script;
    final String address;
    final List<LogLine> printed = new ArrayList<>();
    InstanceState state = InstanceState.CREATED;
    OptionalInt exitCode = OptionalInt.empty();
    boolean oomKilled;
    Optional<Instant> startedAt = Optional.empty();
    Optional<Instant> finishedAt = Optional.empty();
    boolean attached = true;
    boolean answersToApplication;
    Resources resources;
    Restart restart;
    int probes;
    int restarts;
    boolean sick;
    /** How many of its next starts end at once. */
    int stumbles;

    int connections;
    Optional<String> otherName = Optional.empty();
    final Set<String> otherNetworks = new TreeSet<>();
    final Set<String> otherLimits = new TreeSet<>();

    MemoryInstance(InstanceStart start, String imageId, Script script, String address) {
        this.made = start;
        this.release = start.release();
        this.imageId = imageId;
        this.script = script;
        this.address = address;
        this.answersToApplication = start.answersToApplication();
        this.resources = start.resources();
        this.restart = start.restart();
    }

    void run(Instant now) {
        if (state == InstanceState.PAUSED) {
            state = InstanceState.RUNNING;
            return;
        }
        state = InstanceState.RUNNING;
        startedAt = Optional.of(now);
        exitCode = OptionalInt.empty();
        finishedAt = Optional.empty();
        oomKilled = false;
        probes = 0;
        sick = false;
        script.prints().forEach(line -> printed.add(new LogLine(now, LogLine.Stream.OUT, line)));
        script.exits().ifPresent(code -> end(code, script.oomKilled(), now));
        if (stumbles > 0) {
            stumbles--;
            end(1, false, now);
        }
    }

    void allow(InstanceStart start) {
        resources = start.resources();
        restart = start.restart();
    }

    void attach(boolean answers) {
        attached = true;
        answersToApplication = answers;
    }

    void end(int code, boolean outOfMemory, Instant now) {
        if (state != InstanceState.RUNNING && state != InstanceState.PAUSED) {
            return;
        }
        state = InstanceState.EXITED;
        exitCode = OptionalInt.of(code);
        oomKilled = outOfMemory;
        finishedAt = Optional.of(now);
    }

    void meddle(Meddling what, Instant now) {
        switch (what) {
            case KILL -> end(137, false, now);
            case OUT_OF_MEMORY -> end(137, true, now);
            case PAUSE -> state = InstanceState.PAUSED;
            case DISCONNECT -> attached = false;
            case RENAME -> otherName = Optional.of("renamed");
            case CONNECT_ELSEWHERE -> otherNetworks.add("elsewhere");
            case CHANGE_LIMITS -> resources = new Resources(OptionalLong.of(32 << 20), OptionalDouble.of(0.25), 7);
            case CHANGE_RESTART_POLICY -> restart = new Restart.OnFailure(7);
            case REMOVE -> throw new IllegalArgumentException("the engine does that");
        }
    }

    /** What its process answers; the command {@code false} always fails. */
    ProbeResult probe(HealthCheck check) {
        if (state == InstanceState.EXITED) {
            return new ProbeResult.Ended(exitCode, oomKilled);
        }
        if (!isRunning()) {
            return new ProbeResult.Ended(OptionalInt.empty(), false);
        }
        boolean byNetwork = check.probe() instanceof HealthCheck.Http || check.probe() instanceof HealthCheck.Tcp;
        if (byNetwork && !attached) {
            return new ProbeResult.Failing("it is not on its project's network");
        }
        boolean refuses =
                check.probe() instanceof HealthCheck.Command c && c.command().equals(List.of("false"));
        return refuses || sick || probes++ < script.healthyAfter()
                ? new ProbeResult.Failing("scripted to fail")
                : new ProbeResult.Healthy();
    }

    boolean isRunning() {
        return state == InstanceState.RUNNING;
    }

    boolean writesVolume() {
        return release.mounts().stream().anyMatch(m -> m instanceof Mount.Volume v && !v.readOnly());
    }

    ObservedInstance observed() {
        return new ObservedInstance(
                made.name(),
                release.fingerprint().recipe(),
                state,
                exitCode,
                oomKilled,
                startedAt,
                finishedAt,
                restarts,
                attached,
                attached && answersToApplication,
                isRunning() && attached ? Optional.of(address) : Optional.empty(),
                resources,
                restart.text(),
                writesVolume(),
                imageId,
                otherName,
                List.copyOf(otherNetworks),
                List.copyOf(otherLimits));
    }
}
