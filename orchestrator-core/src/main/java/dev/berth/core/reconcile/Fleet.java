package dev.berth.core.reconcile;

import dev.berth.core.engine.EngineEvent;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.engine.Subscription;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredState;
import dev.berth.core.time.Bell;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All lanes, one a project. Engine events mark the lane they concern, a slow full look catches what events missed, and
 * after the engine was away everything is looked at.
 */
public final class Fleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final Duration SETTLE = Duration.ofMillis(40);
    private static final Duration GOODBYE = Duration.ofSeconds(5);
    private static final Duration OWN_FIRST = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final World world;
    private final Map<ProjectName, DesiredState> builtIn;
    private final Duration fullLook;
    private final Announcer announcer = new Announcer();
    private final Map<ProjectName, ProjectLane> lanes = new TreeMap<>();
    private final Map<ProjectName, Thread> threads = new TreeMap<>();
    private final Bell closingBell;
    private final HealthRounds rounds;
    private Optional<Subscription> events = Optional.empty();
    private Map<String, Optional<Instant>> proxy = Map.of();
    private Optional<Thread> looker = Optional.empty();
    private boolean started;
    private volatile boolean closing;

    /**
     * @param builtIn projects of Berth's own, kept without any order
     * @param fullLook how long at most an event that was lost goes unnoticed
     */
    public Fleet(World world, Map<ProjectName, DesiredState> builtIn, Duration fullLook) {
        this.world = world;
        this.builtIn = Map.copyOf(builtIn);
        this.fullLook = fullLook;
        this.closingBell = world.time().bell();
        this.rounds = new HealthRounds(this::lanes, world.time());
    }

    private final LaneListener listener = new LaneListener() {
        @Override
        public void told() {
            announcer.tell();
        }

        @Override
        public void looked(ProjectLane lane) {
            rounds.wake();
            Fleet.this.looked(lane);
        }
    };

    /** Takes up every project of the store and what was left undone, each in a thread of its own. */
    public void start() {
        synchronized (this) {
            started = true;
        }
        open();
        rounds.start();
        synchronized (this) {
            looker = Optional.of(thread("berth-look", this::lookAround));
        }
    }

    /**
     * Takes up every project; without {@link #start} the lanes work only when told to. Listens first, so that nothing
     * that happens after a lane's first look is missed, and unlocked, since there may be something to hear at once.
     */
    void open() {
        Subscription heard = world.engine().subscribe(this::hear);
        Set<ProjectName> known = new TreeSet<>(builtIn.keySet());
        known.addAll(world.store().revisions().projects());
        known.addAll(world.store().accepted().projects());
        known.addAll(world.store().deployments().projectsWithUnfinished());
        synchronized (this) {
            events = Optional.of(heard);
            known.forEach(this::lane);
        }
    }

    /** One turn of every lane; returns after what time one has more to do without a trigger. */
    Duration turn() {
        return lanes().stream()
                .map(ProjectLane::turn)
                .min(Duration::compareTo)
                .orElse(Duration.ofHours(1));
    }

    /** Asks every instance whose time it is how it is. */
    void ask() {
        lanes().forEach(lane -> lane.watch().due().forEach(name -> lane.watch().ask(name)));
    }

    /** Rings whenever the store has new events of deployments or occurrences. */
    public Announcer announcer() {
        return announcer;
    }

    /** A deployment of this project was stored: do it. */
    public void order(ProjectName project) {
        lane(project).order();
        announcer.tell();
    }

    /** Interrupts a deployment if it is under way; whether it was. */
    public boolean cancel(ProjectName project, long deployment) {
        return known(project).map(lane -> lane.cancel(deployment)).orElse(false);
    }

    /** How the project was seen last; empty when no lane knows it. */
    public Optional<LaneSnapshot> snapshot(ProjectName project) {
        return known(project).map(ProjectLane::snapshot);
    }

    /** How every project was seen last, sorted by name. */
    public List<LaneSnapshot> snapshots() {
        return lanes().stream().map(ProjectLane::snapshot).toList();
    }

    /** Whether the engine has been asked about every project since the start. */
    public boolean lookedAround() {
        List<ProjectLane> all = lanes();
        return isStarted() && all.stream().allMatch(lane -> lane.snapshot().lookedAt().isPresent());
    }

    private synchronized boolean isStarted() {
        return started;
    }

    /** Everything of this project is to be looked at again soon. */
    public void look(ProjectName project) {
        known(project).ifPresent(ProjectLane::lookAtOnce);
    }

    @Override
    public void close() {
        closing = true;
        List<Thread> ending;
        synchronized (this) {
            events.ifPresent(Subscription::close);
            lanes.values().forEach(ProjectLane::close);
            ending = List.copyOf(threads.values());
        }
        closingBell.ring();
        rounds.close();
        ending.forEach(Fleet::join);
        looker.ifPresent(Fleet::join);
    }

    private synchronized Optional<ProjectLane> known(ProjectName project) {
        return Optional.ofNullable(lanes.get(project));
    }

    private synchronized List<ProjectLane> lanes() {
        return List.copyOf(lanes.values());
    }

    private synchronized ProjectLane lane(ProjectName project) {
        ProjectLane known = lanes.get(project);
        if (known != null) {
            return known;
        }
        ProjectLane lane = new ProjectLane(project, world, Optional.ofNullable(builtIn.get(project)), listener);
        lanes.put(project, lane);
        if (started && !closing) {
            threads.put(project, thread("lane " + project, () -> live(lane)));
        }
        return lane;
    }

    /** Berth's own projects come first: right after a start the proxy that others are to join may not run yet. */
    private void live(ProjectLane lane) {
        try {
            Duration last = world.time().elapsed().plus(OWN_FIRST);
            while (!builtIn.containsKey(lane.project())
                    && !builtIn.keySet().stream().allMatch(own -> known(own).map(ProjectLane::hasTried).orElse(true))
                    && !closing
                    && world.time().elapsed().compareTo(last) < 0) {
                world.time().sleep(GLANCE);
            }
            lane.live(SETTLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(EngineEvent event) {
        if (event instanceof EngineEvent.Changed changed) {
            known(changed.project()).ifPresent(ProjectLane::look);
        } else if (event instanceof EngineEvent.Disconnected disconnected) {
            LOG.warn("the engine's events ended: {}", disconnected.why());
            lanes().forEach(ProjectLane::look);
        } else {
            LOG.info("the engine's events are back; looking at everything");
            lanes().forEach(ProjectLane::lookAtOnce);
        }
    }

    /** After each look of the lane: lets go of one whose project is gone; a new proxy has to join every network. */
    private void looked(ProjectLane lane) {
        if (lane.isGone()) {
            letGo(lane);
        }
        if (!lane.project().equals(ProjectName.PROXY)) {
            return;
        }
        Map<String, Optional<Instant>> now = lane.snapshot().observed().instances().stream()
                .filter(ObservedInstance::isRunning)
                .collect(Collectors.toMap(i -> i.name().toString(), ObservedInstance::startedAt));
        synchronized (this) {
            if (now.equals(proxy)) {
                return;
            }
            proxy = now;
        }
        lanes().stream().filter(other -> other != lane).forEach(ProjectLane::lookAtOnce);
    }

    private synchronized void letGo(ProjectLane lane) {
        boolean wanted = world.store().revisions().newest(lane.project()).isPresent()
                || !world.store().deployments().unfinished(lane.project()).isEmpty();
        if (!wanted) {
            lanes.remove(lane.project());
            threads.remove(lane.project());
            lane.close();
        }
    }

    private void lookAround() {
        String trouble = "";
        while (!closing) {
            try {
                if (closingBell.await(fullLook) || closing) {
                    return;
                }
                Map<ProjectName, ObservedState> all = world.engine().observeAll();
                lanes().forEach(lane ->
                        lane.look(all.getOrDefault(lane.project(), ObservedState.empty(lane.project()))));
                trouble = "";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (EngineException e) {
                if (!trouble.equals(e.getMessage())) {
                    trouble = String.valueOf(e.getMessage());
                    LOG.warn("cannot look at everything: {}", trouble);
                }
                lanes().forEach(ProjectLane::look);
            }
        }
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join(GOODBYE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
