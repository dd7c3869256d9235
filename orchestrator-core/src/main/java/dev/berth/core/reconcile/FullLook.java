package dev.berth.core.reconcile;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ProjectName;
import dev.berth.core.time.Bell;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at everything from time to time, so that an event that was lost does not go unnoticed for longer. */
final class FullLook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FullLook.class);

    private final Engine engine;
    private final Supplier<List<ProjectLane>> lanes;
    private final Duration every;
    private final Bell bell;
    private volatile boolean closing;
    private String trouble = "";

    FullLook(Engine engine, Supplier<List<ProjectLane>> lanes, Duration every, Timekeeper time) {
        this.engine = engine;
        this.lanes = lanes;
        this.every = every;
        this.bell = time.bell();
    }

    /** The thread's whole life. */
    void live() {
        try {
            while (!closing && !bell.await(every)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look, told to every lane. */
    void look() {
        Map<ProjectLane, Long> before = new LinkedHashMap<>();
        lanes.get().forEach(lane -> before.put(lane, lane.changes()));
        try {
            Map<ProjectName, ObservedState> all = engine.observeAll();
            before.forEach((lane, changes) ->
                    lane.look(changes, all.getOrDefault(lane.project(), ObservedState.empty(lane.project()))));
            trouble = "";
        } catch (EngineException e) {
            say(e.getMessage());
            before.keySet().forEach(ProjectLane::look);
        } catch (RuntimeException e) {
            LOG.error("the look at everything met a bug", e);
            before.keySet().forEach(ProjectLane::look);
        }
    }

    private void say(String why) {
        if (!trouble.equals(why)) {
            trouble = why;
            LOG.warn("cannot look at everything: {}", why);
        }
    }

    @Override
    public void close() {
        closing = true;
        bell.ring();
    }
}
