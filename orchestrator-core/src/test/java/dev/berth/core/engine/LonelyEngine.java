package dev.berth.core.engine;

import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** What an engine answers that nobody else uses and whose images declare nothing. */
abstract class LonelyEngine implements Engine {
    private boolean hangs;
    private Optional<CountDownLatch> trimming = Optional.empty();

    /** Answers no question any more until somebody has had enough, or answers again. */
    public final synchronized void hang(boolean now) {
        hangs = now;
        notifyAll();
    }

    /** Returns when it does not hang, to somebody who was not interrupted. */
    final synchronized void awaitAnswer(String question) {
        try {
            while (hangs) {
                wait();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.INTERRUPTED, "interrupted: " + question, e);
        }
    }

    @Override
    public synchronized ObservedState observe(ProjectName project, Duration within) {
        if (hangs) {
            throw new EngineException(EngineException.Kind.TIMED_OUT, "cannot observe " + project + ": no answer");
        }
        return observe(project);
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo("memory", "1", "1.41", true, "/nowhere");
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
    public Optional<HealthCheck> declaredHealthCheck(InstanceName instance) {
        return Optional.empty();
    }

    /** From now on letting go of build cache takes until somebody has had enough; what is returned opens when it begins. */
    public final synchronized CountDownLatch trimForEver() {
        trimming = Optional.of(new CountDownLatch(1));
        return trimming.get();
    }

    @Override
    public synchronized long trimBuildCache() {
        if (trimming.isPresent()) {
            trimming.get().countDown();
            hang(true);
            try {
                awaitAnswer("let go of build cache");
            } finally {
                hang(false);
            }
        }
        return 0;
    }

    @Override
    public void close() {}

    @Override
    public void logs(InstanceName name, LogQuery query, Consumer<LogLine> sink) {
        Instant since = query.since().orElse(Instant.MIN);
        tail(name, query.tail()).stream().filter(l -> !l.at().isBefore(since)).forEach(sink);
    }
}
