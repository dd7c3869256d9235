package dev.berth.core.reconcile;

import dev.berth.core.engine.EngineEvent;
import dev.berth.core.engine.LogLine;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.engine.Subscription;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.InstanceName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All lanes, one a project. Engine events mark the lane they concern, a slow full look catches what events missed, and
 * after the engine was away everything is looked at.
 */
public final class Fleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final Duration SETTLE = Duration.ofMillis(40);
    /** They mostly wait: what is heavy, a build, has a narrower limit of its own. */
    private static final int DEPLOYMENTS_AT_ONCE = 16;

    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final World world;
    private final Map<ProjectName, DesiredState> builtIn;
    private final Semaphore room = new Semaphore(DEPLOYMENTS_AT_ONCE);
    private final Announcer announcer = new Announcer();
    private final Map<ProjectName, ProjectLane> lanes = new TreeMap<>();
    private final Map<ProjectName, Thread> threads = new TreeMap<>();
    private final HealthRounds rounds;
    private final FullLook fullLook;
    private Optional<Subscription> events = Optional.empty();
    private Map<String, Optional<Instant>> proxy = Map.of();
    private Optional<Thread> looker = Optional.empty();
    private boolean started;
    private volatile boolean deaf;
    private volatile boolean closing;

    /**
     * Takes up every project of the store and what was left undone, so that each is known from the beginning; nothing is
     * done before {@link #start}.
     *
     * @param builtIn projects of Berth's own, kept without any order
     * @param fullLook how long at most an event that was lost goes unnoticed
     */
    public Fleet(World world, Map<ProjectName, DesiredState> builtIn, Duration fullLook) {
        this.world = world;
        this.builtIn = Map.copyOf(builtIn);
        this.rounds =
                new HealthRounds(() -> lanes().stream().map(ProjectLane::watch).toList(), world.time());
        this.fullLook = new FullLook(world.engine(), this::lanes, fullLook, world.time());
        Set<ProjectName> known = new TreeSet<>(builtIn.keySet());
        known.addAll(world.store().revisions().projects());
        known.addAll(world.store().accepted().projects());
        known.addAll(world.store().deployments().projectsWithUnfinished());
        known.forEach(this::lane);
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

        @Override
        public boolean enter() {
            return room.tryAcquire();
        }

        @Override
        public void leave() {
            room.release();
        }

        @Override
        public String proxyTrouble() {
            return snapshot(ProjectName.PROXY).map(Fleet::trouble).orElse("");
        }
    };

    /** Lets every lane work, each in a thread of its own. */
    public void start() {
        listen();
        synchronized (this) {
            started = true;
            lanes.values().forEach(this::enliven);
        }
        rounds.start();
        synchronized (this) {
            looker = Optional.of(thread("berth-look", fullLook::live));
        }
    }

    /**
     * Hears what happens on the engine from now on: before any lane's first look, so that nothing after it is missed, and
     * unlocked, since there may be something to hear at once. Without {@link #start} the lanes work only when told to.
     */
    void listen() {
        Subscription heard = world.engine().subscribe(this::hear);
        synchronized (this) {
            events = Optional.of(heard);
        }
    }

    /** One turn of every lane; returns after what time one has more to do without a trigger. */
    Duration turn() {
        return lanes().stream().map(ProjectLane::turn).min(Duration::compareTo).orElse(Duration.ofHours(1));
    }

    /** Asks every instance whose time it is how it is. */
    void ask() {
        lanes().forEach(lane -> lane.watch().due(Integer.MAX_VALUE).forEach(Runnable::run));
    }

    /** How long no instance is to be asked how it is; empty when none is watched. */
    Optional<Duration> untilAsked() {
        return lanes().stream()
                .map(lane -> lane.watch().pause())
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }

    /** Looks at everything now. */
    void lookAround() {
        fullLook.look();
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

    /** Ends a deployment, under way or waiting; false when it is over. */
    public boolean cancel(ProjectName project, long deployment) {
        boolean ends = lane(project).cancel(deployment);
        announcer.tell();
        return ends;
    }

    /** How the project was seen last; empty when no lane knows it. */
    public Optional<LaneSnapshot> snapshot(ProjectName project) {
        return known(project).map(ProjectLane::snapshot);
    }

    /** What the engine has of a project, if it was looked at and nothing was heard of it since; else it has to be asked. */
    public Optional<ObservedState> current(ProjectName project) {
        return deaf ? Optional.empty() : known(project).flatMap(ProjectLane::current);
    }

    /** How every project was seen last, sorted by name. */
    public List<LaneSnapshot> snapshots() {
        return lanes().stream().map(ProjectLane::snapshot).toList();
    }

    /** What is kept of a project of Berth's own; empty for a user's. */
    public Optional<DesiredState> builtIn(ProjectName project) {
        return Optional.ofNullable(builtIn.get(project));
    }

    /** Whether the engine has been asked about every project since the start. */
    public boolean lookedAround() {
        List<ProjectLane> all = lanes();
        return isStarted()
                && all.stream().allMatch(lane -> lane.snapshot().lookedAt().isPresent());
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
        fullLook.close();
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
            enliven(lane);
        }
        return lane;
    }

    private void enliven(ProjectLane lane) {
        threads.put(lane.project(), thread("lane " + lane.project(), () -> lane.live(SETTLE)));
    }

    private static String trouble(LaneSnapshot proxy) {
        return Stream.concat(
                        Stream.of(proxy.trouble()),
                        proxy.notes().values().stream().map(ApplicationNote::message))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private void hear(EngineEvent event) {
        if (event instanceof EngineEvent.Changed changed) {
            known(changed.project()).ifPresent(ProjectLane::look);
        } else if (event instanceof EngineEvent.Disconnected disconnected) {
            deaf = true;
            LOG.warn("the engine's events ended: {}", disconnected.why());
            lanes().forEach(ProjectLane::look);
        } else {
            deaf = false;
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

    /** As {@link dev.berth.core.engine.Engine#tail}. */
    public List<LogLine> tail(InstanceName instance, int lines) {
        return world.engine().tail(instance, lines);
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
