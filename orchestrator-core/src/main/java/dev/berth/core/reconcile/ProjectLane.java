package dev.berth.core.reconcile;

import dev.berth.core.deploy.Task;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredState;
import dev.berth.core.store.Deployments.Unfinished;
import dev.berth.core.store.StoreException;
import dev.berth.core.time.Bell;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does everything for one project, one thing after the other: the deployments in order, then healing. Triggers only mark
 * it; what comes during a run causes exactly one more.
 */
final class ProjectLane {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectLane.class);
    private static final Duration LONG = Duration.ofHours(1);

    /** Taken apart from what it shows, so that a picture is never half old. */
    private record Running(long deployment, Thread thread) {}

    private final ProjectName project;
    private final World world;
    private final LaneListener listener;
    private final Bell bell;
    private final DeploymentQueue queue;
    private final HealthWatch watch;
    private final Healing healing;
    private final DeploymentRun run;
    private final Backoff backoff;
    private final AtomicBoolean ordered = new AtomicBoolean(true);
    private final AtomicBoolean dirty = new AtomicBoolean(true);
    private final AtomicReference<ObservedState> hint = new AtomicReference<>();
    private final Map<ApplicationName, String> steps = new TreeMap<>();
    private volatile boolean closing;
    private volatile boolean gone;
    private volatile boolean tried;
    private volatile LaneSnapshot snapshot;
    private Optional<Running> running = Optional.empty();
    private boolean interruptible;
    private boolean cancelled;

    /**
     * @param builtIn what a project of Berth's own wants, without any order
     */
    ProjectLane(
            ProjectName project, World world, Optional<DesiredState> builtIn, LaneListener listener) {
        this.project = project;
        this.world = world;
        this.bell = world.time().bell();
        this.backoff = new Backoff(world.random());
        this.queue = new DeploymentQueue(world.store().deployments(), project);
        this.watch = new HealthWatch(world.engine(), world.time(), this::look);
        this.healing = new Healing(project, world, builtIn, watch);
        this.run = new DeploymentRun(project, world, listener::told);
        this.snapshot = LaneSnapshot.unseen(world.store().accepted().state(project));
        this.listener = listener;
    }

    ProjectName project() {
        return project;
    }

    LaneSnapshot snapshot() {
        return snapshot;
    }

    HealthWatch watch() {
        return watch;
    }

    /** Whether its project was taken away, so that the lane may end. */
    boolean isGone() {
        return gone;
    }

    /** Whether it has had its first turn, however that ended. */
    boolean hasTried() {
        return tried;
    }

    /** Something may have changed: look again soon. */
    void look() {
        dirty.set(true);
        bell.ring();
    }

    /** Somebody has just looked: this is what he saw. */
    void look(ObservedState observed) {
        hint.set(observed);
        look();
    }

    /** The engine may answer again: look at once, whatever went wrong before. */
    void lookAtOnce() {
        backoff.reset();
        healing.retryCommon();
        look();
    }

    /** A deployment was queued; healing, which may have to wait for something long, gives way. */
    synchronized void order() {
        ordered.set(true);
        backoff.reset();
        bell.ring();
        if (running.isPresent() && interruptible && running.get().deployment() == 0) {
            running.get().thread().interrupt();
        }
    }

    /** Interrupts this deployment, if it is the one under way. */
    synchronized boolean cancel(long deployment) {
        boolean mine = running.isPresent() && interruptible && running.get().deployment() == deployment;
        if (mine) {
            cancelled = true;
            running.get().thread().interrupt();
        }
        return mine;
    }

    /** Ends the lane soon; what it has under way stays as it is and is taken up at the next start. */
    synchronized void close() {
        closing = true;
        bell.ring();
        if (running.isPresent() && interruptible) {
            running.get().thread().interrupt();
        }
    }

    /** The thread's whole life. */
    void live(Duration settle) {
        try {
            while (!closing) {
                Duration pause = turn();
                if (!closing && bell.await(pause)) {
                    // Several events come of one cause: a removal kills, ends and removes.
                    world.time().sleep(settle);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does the one thing that is to be done next; returns after what time there is more to do without a trigger. */
    Duration turn() {
        try {
            if (ordered.getAndSet(false)) {
                Optional<Unfinished> next = queue.next();
                if (next.isPresent()) {
                    ordered.set(true);
                    return deploy(next.get());
                }
            }
            boolean due = healing.pause().isZero();
            if (dirty.getAndSet(false) || due) {
                heal();
            }
            backoff.reset();
            return dirty.get() || ordered.get() ? Duration.ZERO : shorter(healing.pause());
        } catch (EngineException | StoreException e) {
            return failed(e.getMessage(), e);
        } catch (RuntimeException e) {
            LOG.error("lane {} met a bug", project, e);
            return failed("a bug: " + e, e);
        } finally {
            tried = true;
        }
    }

    private static Duration shorter(Duration pause) {
        return pause.isNegative() || pause.compareTo(LONG) > 0 ? LONG : pause;
    }

    private Duration failed(String why, RuntimeException e) {
        if (closing || e instanceof EngineException engine && engine.kind() == EngineException.Kind.INTERRUPTED) {
            dirty.set(true);
            return Duration.ZERO;
        }
        backoff.repaired(world.time().elapsed());
        if (!snapshot.trouble().equals(why)) {
            LOG.warn("{}: {}", project, why);
        }
        dirty.set(true);
        ordered.set(true);
        show(snapshot.accepted(), snapshot.observed(), snapshot.lookedAt(), why);
        return backoff.pause(world.time().elapsed());
    }

    private Duration deploy(Unfinished unfinished) {
        begin(unfinished.deployment().id());
        boolean over;
        try {
            over = run.run(unfinished, this::isCancelled, () -> closing, this::at);
        } finally {
            end();
        }
        if (over) {
            dirty.set(true);
            unfinished.task().application().ifPresentOrElse(healing::begunAnew, healing::begunAnew);
            gone = unfinished.task() instanceof Task.Remove
                    && world.store().revisions().newest(project).isEmpty();
        }
        show(world.store().accepted().state(project), snapshot.observed(), snapshot.lookedAt(), "");
        return Duration.ZERO;
    }

    private void heal() {
        begin(0);
        try {
            healing.pass(Optional.ofNullable(hint.getAndSet(null)), this::seen);
        } finally {
            end();
        }
        show(snapshot.accepted(), snapshot.observed(), snapshot.lookedAt(), healing.trouble());
        listener.looked(this);
    }

    private void seen(DesiredState accepted, ObservedState observed) {
        show(accepted, observed, Optional.of(world.time().now()), healing.trouble());
    }

    private void show(DesiredState accepted, ObservedState observed, Optional<Instant> lookedAt, String trouble) {
        Map<ApplicationName, String> now;
        synchronized (steps) {
            now = new TreeMap<>(steps);
        }
        snapshot = new LaneSnapshot(
                project, accepted, observed, lookedAt, deployment(), now, watch.health(), healing.notes(), trouble);
    }

    private synchronized OptionalLong deployment() {
        return running.isPresent() && running.get().deployment() > 0
                ? OptionalLong.of(running.get().deployment())
                : OptionalLong.empty();
    }

    private void at(String stage, String step) {
        synchronized (steps) {
            if (step.isEmpty()) {
                steps.remove(new ApplicationName(stage));
            } else {
                steps.put(new ApplicationName(stage), step);
            }
        }
        show(snapshot.accepted(), snapshot.observed(), snapshot.lookedAt(), snapshot.trouble());
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    private synchronized void begin(long deployment) {
        running = Optional.of(new Running(deployment, Thread.currentThread()));
        interruptible = true;
        cancelled = false;
    }

    private synchronized void end() {
        interruptible = false;
        running = Optional.empty();
        // An interrupt that came too late to be noticed must not hit what is done next.
        Thread.interrupted();
        synchronized (steps) {
            steps.clear();
        }
    }
}
