package dev.berth.core.reconcile;

import dev.berth.core.deploy.Task;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredState;
import dev.berth.core.route.RouteException;
import dev.berth.core.store.Deployments.Unfinished;
import dev.berth.core.store.StoreException;
import dev.berth.core.time.Bell;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
    /** How soon one that was not let in asks again. */
    private static final Duration FULL_HOUSE = Duration.ofMillis(250);
    /** How soon the end of a deployment that could not be written down is tried to be written again. */
    private static final Duration UNWRITTEN = Duration.ofSeconds(5);

    /** What somebody else saw, when so many changes were known of. */
    private record Hint(long changes, ObservedState observed) {}

    private final ProjectName project;
    private final World world;
    private final LaneListener listener;
    private final Bell bell;
    private final DeploymentQueue queue;
    private final HealthWatch watch;
    private final RepairLedger ledger;
    private final Healing healing;
    private final DeploymentRun run;
    private final ImageUpkeep images;
    private final LanePicture picture;
    private final Backoff backoff;
    private final UnderWay underWay = new UnderWay();
    private final AtomicBoolean ordered = new AtomicBoolean(true);
    private final AtomicBoolean dirty = new AtomicBoolean(true);
    private final AtomicLong changes = new AtomicLong();
    private final AtomicReference<Hint> hint = new AtomicReference<>();
    /** How many changes were known of when the picture was complete. */
    private volatile long complete = -1;

    /** Whether there may be images that nothing needs any more. */
    private final AtomicBoolean untidy = new AtomicBoolean(true);

    /** Why the end of a deployment could not be written down, and when it is tried again. */
    private String unwritten = "";

    private Duration writtenAgain = Duration.ZERO;

    private volatile boolean closing;
    private volatile boolean gone;

    /**
     * @param builtIn what a project of Berth's own wants, without any order
     */
    ProjectLane(ProjectName project, World world, Optional<DesiredState> builtIn, LaneListener listener) {
        this.project = project;
        this.world = world;
        this.listener = listener;
        this.bell = world.time().bell();
        this.backoff = new Backoff(world.random());
        this.queue = new DeploymentQueue(world.store(), project, listener::told);
        this.watch = new HealthWatch(world.engine(), world.time(), this::look);
        this.ledger = new RepairLedger(world.time(), world.random());
        this.picture = new LanePicture(world.store().accepted().state(project), watch, ledger, underWay);
        this.healing = new Healing(
                project,
                world,
                builtIn,
                watch,
                ledger,
                () -> dirty.getAndSet(false),
                (accepted, observed) ->
                        picture.looked(accepted, observed, world.time().now()),
                listener::told);
        this.run = new DeploymentRun(
                project, world, healing, watch, picture::observed, listener::proxyTrouble, listener::told);
        this.images = new ImageUpkeep(project, world);
    }

    ProjectName project() {
        return project;
    }

    LaneSnapshot snapshot() {
        return picture.snapshot();
    }

    HealthWatch watch() {
        return watch;
    }

    /** Whether its project was taken away, so that the lane may end. */
    boolean isGone() {
        return gone && !untidy.get();
    }

    /** What the engine has of the project, if nothing is known to have happened since somebody looked. */
    Optional<ObservedState> current() {
        long known = changes.get();
        return known == complete
                ? Optional.of(picture.observed()).filter(o -> changes.get() == known)
                : Optional.empty();
    }

    /** Something may have changed: look again soon. */
    void look() {
        changes.incrementAndGet();
        dirty.set(true);
        bell.ring();
    }

    /** How many changes are known of: for {@link #look(long, ObservedState)}. */
    long changes() {
        return changes.get();
    }

    /**
     * Somebody has looked: this is what he saw.
     *
     * @param since {@link #changes()} before he looked; what he saw is too old if there were more since
     */
    void look(long since, ObservedState observed) {
        hint.set(new Hint(since, observed));
        dirty.set(true);
        bell.ring();
    }

    /** The engine may answer again: look at once, whatever went wrong before. */
    void lookAtOnce() {
        backoff.reset();
        ledger.retryCommon();
        look();
    }

    /** Something was ordered, or the newest definition is another; healing, which may have to wait long, gives way. */
    void order() {
        untidy.set(true);
        ordered.set(true);
        backoff.reset();
        bell.ring();
        underWay.interruptHealing();
    }

    /** Ends this deployment of the project, under way or waiting; false when it is over. */
    boolean cancel(long deployment) {
        boolean ends = underWay.cancel(deployment, () -> queue.cancel(deployment, picture.observed()));
        if (ends) {
            rememberCancel(deployment);
        }
        return ends;
    }

    /** It ends in any case; a daemon that dies meanwhile finds by this that it is not to be taken up. */
    private void rememberCancel(long deployment) {
        try {
            world.store().deployments().cancel(deployment);
        } catch (StoreException e) {
            LOG.warn(
                    "{}: deployment {} ends, and that a user wants so cannot be written down, so that it begins again if"
                            + " the daemon dies before it is over: {}",
                    project,
                    deployment,
                    e.getMessage());
        }
    }

    /** Ends the lane soon; what it has under way stays as it is and is taken up at the next start. */
    void close() {
        closing = true;
        bell.ring();
        underWay.interrupt();
    }

    /** The thread's whole life. */
    void live(Duration settle) {
        try {
            while (!closing) {
                Duration pause = turn();
                if (!closing && bell.await(pause) && !ordered.get()) {
                    // Several events come of one cause: a removal kills, ends and removes. An order comes alone.
                    world.time().sleep(settle);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does the one thing that is to be done next; returns after what time there is more to do without a trigger. */
    Duration turn() {
        if (closing) {
            return LONG;
        }
        try {
            Optional<Unfinished> next = ordered.getAndSet(false) ? next() : Optional.empty();
            if (next.isPresent() && listener.enter()) {
                ordered.set(true);
                deploy(next.get());
                return Duration.ZERO;
            }
            if (dirty.getAndSet(false) || healing.isDue()) {
                heal();
            }
            tidy();
            backoff.reset();
            picture.trouble(unwritten);
            Duration pause = dirty.get() || ordered.get()
                    ? Duration.ZERO
                    : healing.pause().orElse(LONG);
            boolean waits = next.isPresent() || !unwritten.isEmpty();
            ordered.compareAndSet(false, waits);
            Duration most = next.isPresent() ? FULL_HOUSE : waits ? UNWRITTEN : LONG;
            return pause.compareTo(most) > 0 ? most : pause;
        } catch (EngineException | StoreException | RouteException e) {
            return failed(e.getMessage(), e);
        } catch (RuntimeException e) {
            LOG.error("lane {} met a bug", project, e);
            return failed("a bug: " + e, e);
        }
    }

    /** What is known to be over is not begun again, nor anything else before that is written down. */
    private Optional<Unfinished> next() {
        Optional<Unfinished> over = run.unwritten();
        return over.isPresent() ? over.filter(o -> world.time().elapsed().compareTo(writtenAgain) >= 0) : queue.next();
    }

    private Duration failed(String why, RuntimeException e) {
        dirty.set(true);
        ordered.set(true);
        if (closing || isInterrupt(e)) {
            return Duration.ZERO;
        }
        if (picture.trouble(why)) {
            LOG.warn("{}: {}", project, why);
        }
        Duration now = world.time().elapsed();
        backoff.repaired(now, now);
        return backoff.pause(now);
    }

    private static boolean isInterrupt(RuntimeException e) {
        return e instanceof EngineException engine && engine.kind() == EngineException.Kind.INTERRUPTED
                || e instanceof RouteException route && route.kind() == RouteException.Kind.INTERRUPTED;
    }

    private void deploy(Unfinished unfinished) {
        underWay.begin(unfinished.deployment().id());
        boolean over;
        try {
            over = !closing && run.run(unfinished, underWay::isCancelled, () -> closing, picture::at);
        } catch (StoreException e) {
            over = false;
            writeLater(e);
        } finally {
            listener.leave();
            end();
        }
        if (over) {
            unwritten = "";
            dirty.set(true);
            untidy.set(true);
            unfinished.task().application().ifPresentOrElse(ledger::begunAnew, ledger::begunAnew);
            gone = unfinished.task() instanceof Task.Remove
                    && world.store().revisions().newest(project).isEmpty();
            if (gone) {
                untidy.set(!images.tidy(picture.observed()));
            }
        }
        picture.accepted(world.store().accepted().state(project));
        picture.trouble(unwritten);
    }

    /** Healing goes on meanwhile; what could not even begin is tried again as a whole. */
    private void writeLater(StoreException e) {
        if (run.unwritten().isEmpty()) {
            throw e;
        }
        if (unwritten.isEmpty()) {
            LOG.warn("{}: a deployment is over, and this cannot be written down: {}", project, e.getMessage());
        }
        unwritten = "a deployment is over, and this cannot be written down: " + e.getMessage();
        writtenAgain = world.time().elapsed().plus(UNWRITTEN);
        dirty.set(true);
    }

    private void heal() {
        Optional<Hint> lately = Optional.ofNullable(hint.getAndSet(null)).filter(h -> h.changes() == changes.get());
        long before = changes.get();
        underWay.beginHealing();
        try {
            // Whoever ordered before this began interrupted nothing.
            if (ordered.get() || closing) {
                dirty.set(true);
                return;
            }
            healing.pass(lately.map(Hint::observed));
        } finally {
            end();
        }
        complete = before + 1; // the end of this pass is the only change
        listener.looked(this);
    }

    /** When nothing is ordered and all is well: what is about to be used must not go. An order ends it. */
    private void tidy() {
        if (ordered.get() || closing || !untidy.getAndSet(false)) {
            return;
        }
        boolean tidied = false;
        underWay.beginHealing();
        try {
            // Whoever ordered before this began interrupted nothing.
            tidied = !ordered.get() && !closing && images.tidy(picture.observed());
        } finally {
            underWay.end();
            untidy.compareAndSet(false, !tidied);
        }
    }

    private void end() {
        changes.incrementAndGet();
        underWay.end();
        picture.atNoStep();
    }
}
