package dev.berth.core.operate;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.project.Application;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Domain;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Source;
import dev.berth.core.reconcile.Fleet;
import dev.berth.core.reconcile.LaneSnapshot;
import dev.berth.core.store.Revision;
import dev.berth.core.store.Store;
import dev.berth.core.store.StoredRelease;
import dev.berth.proxy.route.HostName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says how projects are, from their lanes' snapshots and what was last defined. */
final class Statuses {
    /** A reading that is kept as long as the revision is the newest. */
    private record Read(long revision, Optional<Project> project) {}

    private final Store store;
    private final Fleet fleet;
    private final Definitions definitions;
    private final Addresses addresses;
    private final LastWords lastWords;
    private final Map<ProjectName, Read> readings = new HashMap<>();

    Statuses(Store store, Fleet fleet, Definitions definitions, Addresses addresses) {
        this.store = store;
        this.fleet = fleet;
        this.definitions = definitions;
        this.addresses = addresses;
        this.lastWords = LastWords.of(store, fleet);
    }

    List<ProjectStatus> all() {
        return fleet.snapshots().stream()
                .map(LaneSnapshot::project)
                .sorted(Comparator.<ProjectName, Boolean>comparing(ProjectName.PROXY::equals)
                        .thenComparing(Comparator.naturalOrder()))
                .flatMap(name -> of(name).stream())
                .toList();
    }

    Optional<ProjectStatus> of(ProjectName name) {
        Optional<Revision> revision = store.revisions().newest(name);
        Optional<LaneSnapshot> snapshot = fleet.snapshot(name);
        boolean known = revision.isPresent() || name.equals(ProjectName.PROXY);
        return snapshot.filter(s -> known).map(s -> status(s, revision));
    }

    boolean defines(Revision revision, ApplicationName application) {
        return read(revision).flatMap(p -> p.application(application)).isPresent();
    }

    /** What the newest definition says; 1 when it does not have the application. */
    int declaredReplicas(ProjectName project, ApplicationName application) {
        return store.revisions()
                .newest(project)
                .flatMap(this::read)
                .flatMap(p -> p.application(application))
                .map(Application::replicas)
                .orElse(1);
    }

    /** By application; of each the accepted one, then those it took the place of, newest first. */
    List<KeptRelease> releases(ProjectName project) {
        return Stream.concat(
                        store.accepted().all(project).stream().map(stored -> kept(stored, true)),
                        store.earlier().all(project).stream().map(stored -> kept(stored, false)))
                .sorted(Comparator.comparing(KeptRelease::application)) // and else as they were
                .toList();
    }

    private static KeptRelease kept(StoredRelease stored, boolean accepted) {
        return new KeptRelease(
                stored.application(),
                stored.deployment(),
                stored.fingerprint().brief(),
                stored.image(),
                stored.at(),
                accepted);
    }

    /** Under which the project is or will be served: by its newest definition, and by what is accepted. */
    SortedSet<HostName> hosts(ProjectName project) {
        Stream<Domain> accepted = fleet.snapshot(project).stream()
                .flatMap(lane -> lane.accepted().applications().stream())
                .flatMap(application -> application.domains().stream());
        Stream<Domain> defined = store.revisions().newest(project).flatMap(this::read).stream()
                .flatMap(read -> read.applications().stream())
                .flatMap(application -> application.domains().stream());
        return Stream.concat(accepted, defined)
                .map(domain -> HostName.of(domain.host()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private ProjectStatus status(LaneSnapshot snapshot, Optional<Revision> revision) {
        StatusReport report = new StatusReport(snapshot, addresses, lastDeployment(snapshot.project()), lastWords::of);
        List<ApplicationStatus> applications = new ArrayList<>();
        snapshot.accepted().applications().forEach(a -> applications.add(report.of(a)));
        Set<ApplicationName> stopped = store.wishes().stopped(snapshot.project());
        revision.flatMap(this::read).ifPresent(project -> project.applications().stream()
                .filter(a -> snapshot.accepted().application(a.name()).isEmpty())
                .forEach(a -> applications.add(
                        report.ofUntried(a.name(), a.replicas(), image(project, a), stopped.contains(a.name())))));
        fleet.builtIn(snapshot.project()).ifPresent(own -> own.applications().stream()
                .filter(a -> snapshot.accepted().application(a.name()).isEmpty())
                .forEach(a -> applications.add(report.ofUntried(
                        a.name(), a.replicas(), a.release().image().reference(), false))));
        applications.sort(Comparator.comparing(ApplicationStatus::name));
        return new ProjectStatus(
                snapshot.project(),
                revision.map(Revision::number).orElse(0L),
                applications,
                running(snapshot),
                snapshot.trouble(),
                snapshot.lookedAt().orElse(Instant.EPOCH));
    }

    /** A deployment is over for everyone as soon as the store says so, a moment before its lane has put it away. */
    private OptionalLong running(LaneSnapshot snapshot) {
        OptionalLong running = snapshot.running();
        boolean over = running.isPresent()
                && store.deployments()
                        .find(running.getAsLong())
                        .filter(d -> d.status().isFinal())
                        .isPresent();
        return over ? OptionalLong.empty() : running;
    }

    private static String image(Project project, Application application) {
        return application.source() instanceof Source.Image image
                ? image.reference()
                : project.name() + "/" + application.name();
    }

    private Optional<Deployment> lastDeployment(ProjectName project) {
        return store.deployments().list(Optional.of(project), Optional.empty(), 1).stream()
                .findFirst();
    }

    private synchronized Optional<Project> read(Revision revision) {
        Read known = readings.get(revision.project());
        if (known == null || known.revision() != revision.number()) {
            known = new Read(revision.number(), definitions.project(revision));
            readings.put(revision.project(), known);
        }
        return known.project();
    }
}
