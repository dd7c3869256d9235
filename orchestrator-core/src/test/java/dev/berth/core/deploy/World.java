package dev.berth.core.deploy;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.Faults;
import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.plan.AcceptedReleases;
import dev.berth.core.plan.HealthGate;
import dev.berth.core.plan.LastWords;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.plan.Situation;
import dev.berth.core.plan.Target;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.Fingerprint;
import dev.berth.core.release.FingerprintKey;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.Release;
import dev.berth.core.release.ReleaseName;
import dev.berth.core.release.ResolveContext;
import dev.berth.core.release.Resolver;
import dev.berth.core.route.InMemoryRoutes;
import dev.berth.core.route.RoutePublisher;
import dev.berth.core.time.ManualTimekeeper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One project called {@code shop} in a world of doubles, with time that passes only by waiting. */
final class World implements Target, AcceptedReleases, DeploymentLog {
    static final ProjectName SHOP = ProjectName.of("shop");
    private static final FingerprintKey KEY = FingerprintKey.of(new byte[32]);

    final ManualTimekeeper time = new ManualTimekeeper();
    final Faults faults = new Faults();
    final InMemoryEngine engine = new InMemoryEngine(time, faults);
    final InMemoryRoutes routes = new InMemoryRoutes(faults);
    final List<String> log = new ArrayList<>();
    final Set<ApplicationName> stopped = new TreeSet<>();
    final Map<String, String> uploads = new TreeMap<>(Map.of(".", "sha256:" + "1".repeat(64)));
    private final Map<ApplicationName, DesiredApplication> accepted = new TreeMap<>();
    /** What was accepted before, the last first. */
    final Map<ApplicationName, List<DesiredApplication>> earlier = new TreeMap<>();

    private final Map<ReleaseName, String> labels = new TreeMap<>();
    private final Map<ReleaseName, Release> releases = new TreeMap<>();
    private final PlanExecutor executor = new PlanExecutor(time, 1);

    static Project project(ApplicationBuilder... applications) {
        return new Project(
                SHOP,
                Map.of(),
                Stream.of(applications).map(ApplicationBuilder::get).toList(),
                Map.of());
    }

    DesiredState wanted(Project project) {
        DesiredState wanted = Resolver.resolve(project, new ResolveContext(Map.of(), uploads, Map.of(), KEY, stopped));
        wanted.applications().forEach(a -> releases.put(a.release().name(), a.release()));
        return wanted;
    }

    /** One that was wanted at some time. */
    Release release(ReleaseName name) {
        return releases.get(name);
    }

    DesiredState acceptedState() {
        return new DesiredState(
                SHOP,
                accepted.values().stream()
                        .map(a -> a.withStopped(stopped.contains(a.name())))
                        .toList());
    }

    Situation deploying(Project project) {
        return Situation.deploying(wanted(project), acceptedState(), engine.observe(SHOP), routes.observe(SHOP));
    }

    /** Back to a release of one application that was accepted before. */
    Situation goingBack(DesiredApplication target) {
        DesiredState accepted = acceptedState();
        DesiredState wanted = new DesiredState(
                SHOP,
                accepted.applications().stream()
                        .map(a -> a.name().equals(target.name()) ? a.goingBackTo(target) : a)
                        .toList());
        return Situation.deploying(wanted, accepted, engine.observe(SHOP), routes.observe(SHOP));
    }

    Situation healing() {
        return Situation.healing(acceptedState(), engine.observe(SHOP), routes.observe(SHOP));
    }

    PlanOutcome deploy(Project project) {
        return execute(Planner.plan(deploying(project)));
    }

    /** What must not fail. */
    void deployed(Project project) {
        PlanOutcome outcome = deploy(project);
        if (!outcome.succeeded()) {
            throw new AssertionError(outcome.message());
        }
    }

    /** The same project, deployed. */
    Project running(Project project) {
        deployed(known(project));
        return project;
    }

    Plan plan(Project project) {
        return Planner.plan(deploying(known(project)));
    }

    PlanOutcome heal() {
        return execute(Planner.plan(healing()));
    }

    PlanOutcome execute(Plan plan) {
        return executor.deploy(new Errand(plan, this, this), Meanwhile.NOTHING);
    }

    /** The plan with the hex digits of every release replaced by aaaaaaaa, bbbbbbbb… in the order of {@link #known}. */
    String text(Plan plan) {
        return text(plan.toString());
    }

    String text(String text) {
        String told = text;
        for (Map.Entry<ReleaseName, String> label : labels.entrySet()) {
            told = told.replace(label.getKey().brief(), label.getValue());
        }
        return told;
    }

    /** Gives the releases of this project readable names, the next letter for those that are new. */
    Project known(Project project) {
        for (DesiredApplication application : wanted(project).applications()) {
            ReleaseName name = application.release().name();
            long earlier = labels.keySet().stream()
                    .filter(known -> known.application().equals(name.application()))
                    .count();
            labels.putIfAbsent(name, String.valueOf((char) ('a' + earlier)).repeat(8));
        }
        return project;
    }

    InstanceName instance(Project project, String application, int slot) {
        return wanted(project)
                .application(ApplicationName.of(application))
                .orElseThrow()
                .release()
                .instance(slot);
    }

    /** As if an earlier version of Berth, with another recipe for fingerprints, had accepted everything. */
    void acceptAgainAs(String recipe) {
        accepted.replaceAll((name, application) -> application.withRelease(otherwise(application.release(), recipe)));
    }

    private static Release otherwise(Release release, String recipe) {
        return new Release(
                release.name(),
                new Fingerprint(recipe, release.fingerprint().hex()),
                release.image(),
                release.imageId(),
                release.invocation(),
                release.labels(),
                release.env(),
                release.mounts(),
                release.volumes(),
                release.files(),
                release.ports(),
                release.privileges(),
                release.sysctls());
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public RoutePublisher routes() {
        return routes;
    }

    @Override
    public HealthGate health() {
        return new ProbingHealthGate(engine, time, 1);
    }

    @Override
    public AcceptedReleases accepted() {
        return this;
    }

    @Override
    public LastWords lastWords() {
        return instance -> {};
    }

    @Override
    public ProgressSink progress() {
        return ProgressSink.silent();
    }

    @Override
    public void accept(
            ProjectName project, DesiredApplication application, String imageId, Set<ApplicationName> inPlaceOf) {
        faults.perform(
                "accept " + application.name(),
                () -> {
                    inPlaceOf.forEach(accepted::remove);
                    DesiredApplication before = accepted.put(
                            application.name(),
                            application.withRelease(application.release().pinnedTo(imageId)));
                    if (before != null) {
                        earlier.computeIfAbsent(application.name(), name -> new ArrayList<>())
                                .add(0, before);
                    }
                },
                (reason, interrupted) -> new IllegalArgumentException(reason));
    }

    @Override
    public void forget(ProjectName project, Set<ApplicationName> applications) {
        faults.perform(
                "forget " + applications,
                () -> accepted.keySet().removeAll(applications),
                (reason, interrupted) -> new IllegalArgumentException(reason));
    }

    @Override
    public synchronized void record(String stage, DeploymentEvent.Happening happening) {
        log.add(stage + ": " + happening);
    }
}
