package dev.berth.core.simulation;

import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ProbeResult;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.Release;
import dev.berth.core.release.ReleaseName;
import dev.berth.core.release.VolumeName;
import dev.berth.core.route.ApplicationRoutes;
import dev.berth.core.route.InMemoryRoutes;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What must hold after every single call on the world, whatever goes wrong. */
final class Invariants {
    /** A project of another Berth. */
    static final ProjectName STRANGER = ProjectName.of("stranger");

    /** What the daemon's books say, which may be asked only when it matters. */
    interface Books {
        /** Whether this release is the accepted one of its application. */
        boolean isAccepted(ReleaseName release);

        /** Whether a user wants, or does not mind, that requests reach no instance of it now. */
        boolean mayBeDown(ProjectName project, ApplicationName application);

        boolean mayLoseVolumes();

        /** References and ids of the images that a project runs on, or can be asked to. */
        Set<String> images(ProjectName project);

        /** How long requests to this release may take to end once others take its place; the shortest that it can be. */
        Duration drain(ReleaseName release);

        /** Whether a user wants the whole project away. */
        boolean isDeleted(ProjectName project);

        /** The siblings that have to be healthy before an instance of this release is started, whatever else was ordered. */
        Set<ApplicationName> neededHealthy(ReleaseName release);
    }

    /**
     * What was so before a call.
     *
     * @param project that it concerns; empty: not one alone
     * @param fit instances that run and are well
     * @param led instances that requests are led to
     */
    record Before(Optional<ProjectName> project, Set<InstanceName> fit, Set<InstanceName> led, Set<String> volumes) {}

    private final InMemoryEngine engine;
    private final InMemoryRoutes routes;
    private final Books books;
    private final Fate fate;
    /** Instances that passed a probe since they were started, and are not known to be ill. */
    private final Set<InstanceName> proven = new HashSet<>();

    /** The same, and what became of them afterwards. */
    private final Set<InstanceName> passed = new HashSet<>();

    private final Set<InstanceName> completed = new HashSet<>();

    /** Instances that a request through the proxy has reached. */
    private final Set<InstanceName> tried = new HashSet<>();

    /** Those that the engine started when nobody waited for it any more. */
    private final Set<InstanceName> late = new HashSet<>();
    /** Those that it stopped so: nobody can know that they did not end by themselves. */
    private final Set<InstanceName> stoppedLate = new HashSet<>();

    /** What served when a lane began what it does now, and nobody has laid hands on since. */
    private final Map<ProjectName, Set<ApplicationName>> serving = new HashMap<>();

    private final Map<ApplicationRoutes, ProjectName> confirmed = new HashMap<>();

    /** What was started at any time. */
    private final Map<ReleaseName, Release> started = new HashMap<>();

    /** Applications of which somebody laid hands on an instance since a lane began what it does now. */
    private final Set<String> meddledWith = new HashSet<>();

    private final Flights flights;

    Invariants(InMemoryEngine engine, InMemoryRoutes routes, Books books, Fate fate, Timekeeper time) {
        this.engine = engine;
        this.routes = routes;
        this.books = books;
        this.fate = fate;
        this.flights = new Flights(engine, routes, time, books);
    }

    Before before(String method, Object[] arguments) {
        Optional<ProjectName> project = project(arguments);
        refuseStrangers(method, project);
        if (method.equals("start")) {
            InstanceStart start = (InstanceStart) arguments[0];
            refuseUnready(start.name());
            started.put(start.name().release(), start.release());
            if (!isRunning(start.name())) {
                proven.remove(start.name());
                passed.remove(start.name());
                completed.remove(start.name());
            }
        }
        if (method.equals("stop") && flights.isCut((InstanceName) arguments[0])) {
            fate.violated("what is in flight may end", arguments[0] + " is stopped while it has visitors");
        }
        if (method.equals("removeImage")) {
            refuseNeeded((String) arguments[0]);
        }
        return new Before(
                project,
                project.map(this::fit).orElse(Set.of()),
                project.map(flights::led).orElse(Set.of()),
                engine.seen(STRANGER).volumes());
    }

    private void refuseNeeded(String image) {
        for (ProjectName project : Simulation.PROJECTS) {
            if (!books.isDeleted(project) && books.images(project).contains(image)) {
                fate.violated("no image is removed that can still be asked for", image);
            }
        }
    }

    /** What was disturbed while the lane does what it does now, it may have seen well just before. */
    private void refuseUnready(InstanceName starting) {
        ProjectName project = starting.release().project();
        Set<InstanceName> running = engine.seen(project).instances().stream()
                .filter(ObservedInstance::isRunning)
                .map(ObservedInstance::name)
                .filter(proven::contains)
                .collect(Collectors.toSet());
        for (ApplicationName needed : books.neededHealthy(starting.release())) {
            boolean isHealthy =
                    running.stream().anyMatch(i -> i.release().application().equals(needed));
            if (!isHealthy && !meddledWith.contains(project + "/" + needed)) {
                fate.violated(
                        "nothing is started before what it needs is healthy",
                        starting + " was started without " + needed);
            }
        }
    }

    private static Optional<ProjectName> project(Object[] arguments) {
        Object first = arguments[0];
        if (first instanceof ProjectName project) {
            return Optional.of(project);
        }
        if (first instanceof InstanceStart start) {
            return Optional.of(start.name().release().project());
        }
        return first instanceof InstanceName name ? Optional.of(name.release().project()) : Optional.empty();
    }

    private void refuseStrangers(String method, Optional<ProjectName> project) {
        if (project.equals(Optional.of(STRANGER))) {
            fate.violated("what belongs to others is left alone", method);
        }
    }

    void after(Before before, String call) {
        before.project.ifPresent(project -> {
            flights.change(project, before.led);
            Set<ApplicationName> lost = new TreeSet<>(serving.getOrDefault(project, Set.of()));
            lost.removeAll(serving(project, fit(project)));
            lost.removeIf(application -> before.fit.stream()
                    .filter(i -> i.release().application().equals(application))
                    .noneMatch(i -> books.isAccepted(i.release())));
            lost.removeIf(application -> books.mayBeDown(project, application));
            if (!lost.isEmpty()) {
                fate.violated("no call of Berth's takes away what serves", lost + " after " + call);
            }
            assertOneWriter(project, call);
        });
        Set<String> volumes = new TreeSet<>(before.volumes);
        volumes.removeAll(engine.seen(STRANGER).volumes());
        if (!volumes.isEmpty() && !books.mayLoseVolumes()) {
            fate.violated("no volume is removed unless asked for", volumes + " after " + call);
        }
    }

    /** Takes down what a call found out. */
    void note(String method, Object[] arguments, Object answer) {
        switch (method) {
            case "probe" -> noteProbe((InstanceName) arguments[0], (ProbeResult) answer);
            case "stop", "remove" -> proven.remove((InstanceName) arguments[0]);
            case "tryOut" -> tried.addAll(((ApplicationRoutes) arguments[1]).tried());
            case "publish" -> published((ProjectName) arguments[0], (ApplicationRoutes) arguments[1]);
            default -> {
                // It says nothing about health or routes.
            }
        }
    }

    /** Takes down what the daemon was answered. */
    void heard(String method, Object[] arguments) {
        if (method.equals("confirm")) {
            confirmed.put((ApplicationRoutes) arguments[1], (ProjectName) arguments[0]);
        }
    }

    private void noteProbe(InstanceName name, ProbeResult result) {
        if (result instanceof ProbeResult.Ended ended && ended.exitCode().orElse(-1) == 0) {
            completed.add(name);
        }
        if (result instanceof ProbeResult.Healthy) {
            proven.add(name);
            passed.add(name);
        } else {
            proven.remove(name);
        }
    }

    private void published(ProjectName project, ApplicationRoutes published) {
        confirmed
                .keySet()
                .removeIf(known -> known.application().equals(published.application())
                        && confirmed.get(known).equals(project));
        if (published.domains().isEmpty()) {
            return;
        }
        List<InstanceName> wrong = published.instances().stream()
                .filter(name -> !passed.contains(name) && !books.isAccepted(name.release()))
                .toList();
        if (!wrong.isEmpty()) {
            fate.violated("requests are led only to what is accepted or was just proven", wrong.toString());
        }
        if (!published.fallback().stream().allMatch(name -> books.isAccepted(name.release()))) {
            fate.violated(
                    "only what is accepted stands by", published.fallback().toString());
        }
        if (!published.fallback().isEmpty() && !tried.containsAll(published.instances())) {
            fate.violated(
                    "nobody is led to a new release before it was tried behind the proxy",
                    published.instances().toString());
        }
    }

    /** Somebody does something to an instance behind Berth's back; what is under way may have looked at it before. */
    void disturbed(InstanceName name) {
        proven.remove(name);
        flights.disturbed(name);
        meddledWith.add(name.release().project() + "/" + name.release().application());
        Optional.ofNullable(serving.get(name.release().project()))
                .ifPresent(all -> all.remove(name.release().application()));
    }

    /** Somebody does something behind Berth's back that concerns more than one instance. */
    void disturbed() {
        serving.clear();
    }

    /** Nothing is under way: what serves now is to go on serving. */
    void atRest() {
        meddledWith.clear();
        for (ProjectName project : Simulation.PROJECTS) {
            serving.put(project, confirmed(project, serving(project, fit(project))));
        }
    }

    boolean isProven(InstanceName name) {
        return proven.contains(name);
    }

    /** The release became the accepted one just now. */
    void accepted(ReleaseName release, boolean job, boolean routed, Set<ApplicationName> undone) {
        if (!undone.isEmpty()) {
            fate.violated("a release is accepted after the jobs it needs", release + " without " + undone);
        }
        Set<InstanceName> good = job ? completed : passed;
        if (good.stream().noneMatch(i -> i.release().equals(release))) {
            fate.violated("only a proven release is accepted", release.toString());
        }
        boolean isConfirmed = confirmed.keySet().stream()
                .anyMatch(led -> confirmed.get(led).equals(release.project())
                        && led.instances().stream().allMatch(i -> i.release().equals(release)));
        if (routed && !isConfirmed) {
            fate.violated("only what is confirmed behind the proxy is accepted", release.toString());
        }
    }

    /** Whether somebody laid hands on its application meanwhile, or the engine started it when nobody waited any more. */
    boolean isOwedToOthers(InstanceName name) {
        return late.contains(name)
                || meddledWith.contains(
                        name.release().project() + "/" + name.release().application());
    }

    boolean isStoppedLate(InstanceName name) {
        return stoppedLate.contains(name);
    }

    private boolean isRunning(InstanceName name) {
        return engine.seen(name.release().project()).instances().stream()
                .anyMatch(i -> i.name().equals(name) && i.isRunning());
    }

    private Set<InstanceName> fit(ProjectName project) {
        return engine.seen(project).instances().stream()
                .filter(i -> i.isRunning() && i.attached() && proven.contains(i.name()))
                .map(ObservedInstance::name)
                .collect(Collectors.toSet());
    }

    private Set<ApplicationName> serving(ProjectName project, Set<InstanceName> fit) {
        if (!engine.seen(project).proxyJoined()) {
            return new TreeSet<>();
        }
        return routes.observe(project).applications().stream()
                .filter(a -> routes.routes(project, a).orElseThrow().instances().stream()
                        .anyMatch(fit::contains))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<ApplicationName> confirmed(ProjectName project, Set<ApplicationName> serving) {
        serving.removeIf(application -> !project.equals(
                confirmed.get(routes.routes(project, application).orElseThrow())));
        return serving;
    }

    /** Something is done now that nobody waits for any more. */
    void late(String method, Object[] arguments) {
        if (method.equals("start")) {
            late.add(((InstanceStart) arguments[0]).name());
        } else if (method.equals("stop")) {
            stoppedLate.add((InstanceName) arguments[0]);
        }
    }

    /**
     * No two releases write the same data at once. What an engine starts long after it was asked to, nobody can hold back:
     * it is seen, and ended, at the next look.
     */
    private void assertOneWriter(ProjectName project, String call) {
        Map<VolumeName, ReleaseName> writers = new HashMap<>();
        for (ObservedInstance instance : engine.seen(project).instances()) {
            if (instance.isRunning() && instance.writesVolume() && !late.contains(instance.name())) {
                ReleaseName release = instance.name().release();
                for (VolumeName volume : started.get(release).written()) {
                    ReleaseName other = writers.put(volume, release);
                    if (other != null && !other.equals(release)) {
                        fate.violated(
                                "no two releases write the same data", other + " and " + release + " after " + call);
                    }
                }
            }
        }
    }
}
