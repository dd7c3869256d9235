package dev.berth.core.reconcile;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.engine.ProbeResult;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.reconcile.InstanceHealth.State;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.InstanceName;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks the running instances of one project's accepted releases how they are, each at its own interval. The lane says
 * what is watched, any thread may ask; {@code retries} failures in a row after the start period make one unhealthy.
 */
final class HealthWatch implements HealthRounds.Questions {
    private static final class Watched {
        final DesiredApplication application;
        final Optional<Instant> startedAt;
        final Duration since;
        Optional<HealthCheck> check = Optional.empty();
        Duration due;
        boolean asking;
        InstanceHealth health = InstanceHealth.UNASKED;

        Watched(DesiredApplication application, Optional<Instant> startedAt, Duration now) {
            this.application = application;
            this.startedAt = startedAt;
            this.since = now;
            this.due = now;
        }
    }

    private final Engine engine;
    private final Timekeeper time;
    private final Runnable changed;
    private final Map<InstanceName, Watched> watched = new TreeMap<>();

    /** @param changed runs when an instance became unhealthy, ended, or got well; must return at once */
    HealthWatch(Engine engine, Timekeeper time, Runnable changed) {
        this.engine = engine;
        this.time = time;
        this.changed = changed;
    }

    /**
     * From now on the running instances of these releases are watched, and no others: one that is cut off from its network
     * is not sick.
     *
     * @param busy applications of which no new instance is watched yet: somebody waits for it to become healthy
     */
    synchronized void watch(DesiredState accepted, ObservedState observed, Set<String> busy) {
        Map<InstanceName, Watched> before = new TreeMap<>(watched);
        watched.clear();
        for (ObservedInstance instance : observed.instances()) {
            accepted.application(instance.name().release().application())
                    .filter(a -> !a.job() && !a.stopped() && instance.isRunning() && instance.attached())
                    .filter(a -> a.release().name().equals(instance.name().release()))
                    .flatMap(a -> continued(before.get(instance.name()), a, instance, busy))
                    .ifPresent(one -> watched.put(instance.name(), one));
        }
    }

    private Optional<Watched> continued(
            Watched before, DesiredApplication application, ObservedInstance instance, Set<String> busy) {
        boolean same = before != null
                && before.startedAt.equals(instance.startedAt())
                && before.application.healthCheck().equals(application.healthCheck())
                && before.application.fallback().equals(application.fallback());
        if (same) {
            return Optional.of(before);
        }
        return busy.contains(application.name().text())
                ? Optional.empty()
                : Optional.of(new Watched(application, instance.startedAt(), time.elapsed()));
    }

    synchronized Map<InstanceName, InstanceHealth> health() {
        Map<InstanceName, InstanceHealth> found = new TreeMap<>();
        watched.forEach((name, one) -> found.put(name, one.health));
        return found;
    }

    /** Those that fail their check. */
    synchronized Set<InstanceName> unhealthy() {
        Set<InstanceName> found = new TreeSet<>();
        watched.forEach((name, one) -> {
            if (one.health.state() == State.UNHEALTHY) {
                found.add(name);
            }
        });
        return found;
    }

    /** To be asked in whatever thread: each blocks as long as its check's timeout. Who has waited longest comes first. */
    @Override
    public synchronized List<Runnable> due(int atMost) {
        Duration now = time.elapsed();
        List<Map.Entry<InstanceName, Watched>> due = new ArrayList<>(watched.entrySet());
        due.removeIf(one -> one.getValue().asking || one.getValue().due.compareTo(now) > 0);
        if (due.size() > atMost) {
            due.sort(Comparator.comparing(one -> one.getValue().due));
            due.subList(atMost, due.size()).clear();
        }
        due.forEach(one -> one.getValue().asking = true);
        return due.stream()
                .<Runnable>map(one -> () -> ask(one.getKey(), one.getValue()))
                .toList();
    }

    @Override
    public synchronized Optional<Duration> pause() {
        return watched.values().stream()
                .filter(one -> !one.asking)
                .map(one -> one.due.minus(time.elapsed()))
                .min(Duration::compareTo);
    }

    private void ask(InstanceName name, Watched one) {
        Optional<ProbeResult> answer = Optional.empty();
        HealthCheck check = one.application.fallback();
        try {
            check = check(name, one);
            if (!(check.probe() instanceof HealthCheck.Running)) {
                answer = Optional.of(engine.probe(name, check));
            }
        } catch (EngineException e) {
            // An engine that does not answer says nothing about the instance; the lane notices it by itself.
            answer = Optional.empty();
        } finally {
            note(name, one, check, answer);
        }
    }

    private HealthCheck check(InstanceName name, Watched one) {
        if (one.check.isEmpty()) {
            one.check = Optional.of(one.application
                    .healthCheck()
                    .or(() -> engine.declaredHealthCheck(name))
                    .orElse(one.application.fallback()));
        }
        return one.check.get();
    }

    private void note(InstanceName name, Watched one, HealthCheck check, Optional<ProbeResult> answer) {
        boolean worthALook;
        synchronized (this) {
            State before = one.health.state();
            one.health = after(one, check, answer);
            one.due = time.elapsed().plus(check.interval());
            one.asking = false;
            boolean ended = answer.isPresent()
                    && (answer.get() instanceof ProbeResult.Ended || answer.get() instanceof ProbeResult.Missing);
            worthALook = watched.get(name) == one && (before != one.health.state() || ended);
        }
        if (worthALook) {
            changed.run();
        }
    }

    private InstanceHealth after(Watched one, HealthCheck check, Optional<ProbeResult> answer) {
        if (check.probe() instanceof HealthCheck.Running
                || answer.isPresent() && answer.get() instanceof ProbeResult.Healthy) {
            return new InstanceHealth(State.HEALTHY, 0, "");
        }
        if (answer.isEmpty() || !(answer.get() instanceof ProbeResult.Failing failing)) {
            return one.health;
        }
        int failures = one.health.failures() + 1;
        boolean mayFail = one.health.state() == State.STARTING
                && time.elapsed().minus(one.since).compareTo(check.startPeriod()) < 0;
        if (mayFail || failures < check.retries()) {
            return new InstanceHealth(one.health.state(), mayFail ? 0 : failures, failing.why());
        }
        return new InstanceHealth(State.UNHEALTHY, failures, failing.why());
    }
}
