package dev.berth.core.deploy;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.LogLine;
import dev.berth.core.engine.ProbeResult;
import dev.berth.core.plan.HealthException;
import dev.berth.core.plan.HealthGate;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.release.InstanceName;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Asks the engine again and again until an instance is what it should be: quickly at first, then 4 times a second. The
 * instances of a release that is watched are asked twice a second, all at once.
 */
public final class ProbingHealthGate implements HealthGate {
    private static final Duration QUICK = Duration.ofMillis(50);
    private static final Duration STEADY = Duration.ofMillis(250);
    private static final int QUICK_PROBES = 20;
    private static final Duration WATCHING = Duration.ofMillis(500);
    private static final Duration SECOND_LOOK = Duration.ofMillis(200);
    /** The proxy lets go of an idle connection after a second; between two requests there may be none for a moment. */
    private static final int IDLE_LOOKS = 3;

    private static final Duration IDLE = Duration.ofMillis(20);
    private static final Duration DRAINING = Duration.ofMillis(100);
    private static final int LAST_LINES = 20;
    /** How long they may take to read. While a release is watched the old one cannot come back before. */
    private static final Duration LINES_PATIENCE = Duration.ofSeconds(5);

    private static final Duration LINES_IN_HURRY = Duration.ofMillis(300);
    private static final String LINES = "; its last lines:\n";
    /** Asks only whether the process runs. */
    private static final HealthCheck ALIVE =
            new HealthCheck(new HealthCheck.Running(Duration.ZERO), STEADY, Duration.ofSeconds(3), 1, Duration.ZERO);

    private final Engine engine;
    private final Timekeeper time;
    private final int atOnce;
    private final Pace pace = new Pace();

    /** @param atOnce how many instances are asked at once while they are watched; with 1 all in the caller's thread */
    public ProbingHealthGate(Engine engine, Timekeeper time, int atOnce) {
        this.engine = engine;
        this.time = time;
        this.atOnce = atOnce;
    }

    @Override
    public void awaitHealthy(
            InstanceName instance, Optional<HealthCheck> declared, HealthCheck fallback, Duration patience) {
        HealthCheck check =
                declared.or(() -> engine.declaredHealthCheck(instance)).orElse(fallback);
        Duration end = time.elapsed().plus(patience);
        awaitHealthy(instance, check, patience, end);
        if (fallback.probe() instanceof HealthCheck.Tcp tcp && !asks(check.probe(), tcp.port())) {
            awaitHealthy(instance, fallback, patience, end);
        }
    }

    private static boolean asks(HealthCheck.Probe probe, int port) {
        return probe instanceof HealthCheck.Tcp tcp && tcp.port() == port
                || probe instanceof HealthCheck.Http http && http.port() == port;
    }

    private void awaitHealthy(InstanceName instance, HealthCheck check, Duration patience, Duration end) {
        for (int asked = 1; ; asked++) {
            ProbeResult result = ask(instance, check);
            if (result instanceof ProbeResult.Healthy) {
                return;
            }
            refuseEnded(instance, result, LINES_PATIENCE);
            refuseMissing(instance, result);
            if (time.elapsed().compareTo(end) >= 0) {
                throw new HealthException(unhealthy(instance, (ProbeResult.Failing) result, patience));
            }
            pause(asked);
        }
    }

    @Override
    public void watch(
            List<InstanceName> instances, Optional<HealthCheck> declared, HealthCheck fallback, Duration monitor) {
        Map<InstanceName, HealthCheck> checks = new TreeMap<>();
        instances.forEach(instance -> checks.put(
                instance,
                declared.or(() -> engine.declaredHealthCheck(instance)).orElse(fallback)));
        List<Runnable> looks = checks.entrySet().stream()
                .<Runnable>map(one -> () -> refuseFailing(one.getKey(), one.getValue()))
                .toList();
        Duration end = time.elapsed().plus(monitor);
        try (SideBySide rounds = new SideBySide(Math.min(atOnce, looks.size()))) {
            while (true) {
                Duration next = time.elapsed().plus(WATCHING);
                rounds.all(looks);
                if (time.elapsed().compareTo(end) >= 0) {
                    return;
                }
                sleepUntil(end, next.minus(time.elapsed()));
            }
        }
    }

    private ProbeResult ask(InstanceName instance, HealthCheck check) {
        Duration asked = time.elapsed();
        ProbeResult result = engine.probe(instance, check);
        if (result instanceof ProbeResult.Healthy) {
            pace.passed(instance, time.elapsed().minus(asked));
        }
        return result;
    }

    /** One answer that is missing or wrong may be chance. */
    private void refuseFailing(InstanceName instance, HealthCheck check) {
        ProbeResult result = ask(instance, pace.first(instance, check));
        if (result instanceof ProbeResult.Failing) {
            sleep(SECOND_LOOK);
            result = ask(instance, pace.second(instance, check));
        }
        refuseEnded(instance, result, LINES_IN_HURRY);
        refuseMissing(instance, result);
        if (result instanceof ProbeResult.Failing failing) {
            throw new HealthException(instance + " was healthy, and then was not: " + failing.why()
                    + "; mend the application and apply again" + lastLines(instance, LINES_IN_HURRY));
        }
    }

    @Override
    public void requireRunning(InstanceName instance) {
        ProbeResult result = engine.probe(instance, ALIVE);
        refuseEnded(instance, result, LINES_IN_HURRY);
        refuseMissing(instance, result);
    }

    @Override
    public void awaitDrained(InstanceName instance, Duration patience) {
        Duration end = time.elapsed().plus(patience);
        for (int idle = 0; idle < IDLE_LOOKS && time.elapsed().compareTo(end) < 0; ) {
            OptionalInt connections = engine.proxyConnections(instance);
            idle = connections.orElse(1) == 0 ? idle + 1 : 0;
            if (idle < IDLE_LOOKS) {
                Duration pause = idle > 0 ? IDLE : DRAINING;
                sleepUntil(end, pause);
            }
        }
    }

    @Override
    public void awaitCompleted(InstanceName instance, Duration patience) {
        Duration end = time.elapsed().plus(patience);
        for (int asked = 1; ; asked++) {
            ProbeResult result = engine.probe(instance, ALIVE);
            if (result instanceof ProbeResult.Ended ended) {
                if (ended.exitCode().orElse(-1) == 0) {
                    return;
                }
                throw new HealthException(ended(instance, ended, LINES_PATIENCE));
            }
            refuseMissing(instance, result);
            if (time.elapsed().compareTo(end) >= 0) {
                throw new HealthException(instance + " was not done within " + text(patience)
                        + "; raise deploy.patience if it needs longer" + lastLines(instance, LINES_PATIENCE));
            }
            pause(asked);
        }
    }

    private void pause(int asked) {
        sleep(asked < QUICK_PROBES ? QUICK : STEADY);
    }

    private void sleepUntil(Duration end, Duration atMost) {
        Duration left = end.minus(time.elapsed());
        Duration pause = left.compareTo(atMost) < 0 ? left : atMost;
        sleep(pause.isNegative() ? Duration.ZERO : pause);
    }

    private void sleep(Duration pause) {
        try {
            time.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.INTERRUPTED, "waiting was ended by a cancel", e);
        }
    }

    private void refuseEnded(InstanceName instance, ProbeResult result, Duration linesPatience) {
        if (result instanceof ProbeResult.Ended ended) {
            throw new HealthException(ended(instance, ended, linesPatience));
        }
    }

    private static void refuseMissing(InstanceName instance, ProbeResult result) {
        if (result instanceof ProbeResult.Missing) {
            throw new HealthException(
                    instance + " disappeared while it was waited for; somebody else removed it, so apply again");
        }
    }

    private String ended(InstanceName instance, ProbeResult.Ended ended, Duration linesPatience) {
        OptionalInt exitCode = ended.exitCode();
        String lines = lastLines(instance, linesPatience);
        String how = exitCode.isPresent() ? "ended with exit code " + exitCode.getAsInt() : "is not running";
        if (ended.oomKilled()) {
            return instance + " " + how + ": it was killed for using more memory than resources.memory allows; raise it"
                    + lines;
        }
        return instance + " " + how + "; " + remedy(exitCode, lines.startsWith(LINES)) + lines;
    }

    private static String remedy(OptionalInt exitCode, boolean printed) {
        return switch (exitCode.orElse(1)) {
            case 0 -> "a long-running application must stay in the foreground; one that is meant to end is a job: true";
            case 126 -> "its command cannot be executed: look at the file's mode and interpreter";
            case 127 -> "its command does not exist in the image: mend command, entrypoint or the image";
            case 137 -> "something killed it: look at the machine's memory and at who sent the signal";
            default ->
                printed
                        ? "mend what its last lines say and apply again"
                        : "look at its command and what that is given, and apply again";
        };
    }

    private String unhealthy(InstanceName instance, ProbeResult.Failing failing, Duration patience) {
        return instance + " was not healthy within " + text(patience) + ": " + failing.why()
                + "; mend the application or its healthcheck, or raise deploy.patience if it needs longer"
                + lastLines(instance, LINES_PATIENCE);
    }

    /** That they cannot be read hides nothing of what is wrong with the instance. */
    private String lastLines(InstanceName instance, Duration within) {
        List<LogLine> lines;
        try {
            lines = engine.tail(instance, LAST_LINES, within);
        } catch (EngineException e) {
            if (e.kind() == EngineException.Kind.INTERRUPTED) {
                throw e;
            }
            return "; its last lines are not known: " + e.getMessage();
        }
        return lines.isEmpty()
                ? "; it printed nothing"
                : LINES + lines.stream().map(l -> "  | " + l.text()).collect(Collectors.joining("\n"));
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
