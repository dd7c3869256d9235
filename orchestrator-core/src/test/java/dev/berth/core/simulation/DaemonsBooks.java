package dev.berth.core.simulation;

import dev.berth.core.deploy.Task;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.ProjectName;
import dev.berth.core.reconcile.RequestException;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.ReleaseName;
import dev.berth.core.store.Deployments.Unfinished;
import dev.berth.core.store.Origin;
import dev.berth.core.store.Revision;
import dev.berth.core.store.Store;
import dev.berth.core.store.StoreDoor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Reads in the store of the daemon that lives now what its users want. */
final class DaemonsBooks implements Invariants.Books {
    private final Machine machine;

    DaemonsBooks(Machine machine) {
        this.machine = machine;
    }

    private Store store() {
        return machine.daemon().store;
    }

    Optional<DesiredApplication> accepted(ProjectName project, ApplicationName application) {
        return store().accepted().state(project).application(application);
    }

    @Override
    public boolean isAccepted(ReleaseName release) {
        return accepted(release.project(), release.application())
                .filter(a -> a.release().name().equals(release))
                .isPresent();
    }

    @Override
    public boolean mayBeDown(ProjectName project, ApplicationName application) {
        Optional<DesiredApplication> accepted = accepted(project, application);
        if (accepted.isEmpty() || isUnrouted(accepted) || stopsFirst(project, accepted.get())) {
            return true;
        }
        List<Unfinished> ordered = store().deployments().unfinished(project);
        boolean stops = ordered.stream()
                .map(Unfinished::task)
                .anyMatch(t -> t instanceof Task.Remove
                        || t instanceof Task.Stop && t.application().equals(Optional.of(application)));
        LongStream revisions = LongStream.concat(
                ordered.stream().mapToLong(o -> o.deployment().revision()),
                store().revisions().newest(project).stream().mapToLong(Revision::number));
        return stops
                || revisions
                        .distinct()
                        .mapToObj(revision -> requested(project, revision, application))
                        .anyMatch(wanted -> isUnrouted(wanted) || stopsFirst(project, wanted.orElseThrow()));
    }

    private static boolean isUnrouted(Optional<DesiredApplication> application) {
        return application.isEmpty()
                || application.get().domains().isEmpty()
                || application.get().job()
                || application.get().stopped();
    }

    private Optional<DesiredApplication> requested(ProjectName project, long revision, ApplicationName application) {
        try {
            return machine.daemon().definitions.of(project, revision).application(application);
        } catch (RequestException e) {
            return Optional.empty(); // an order that cannot be carried out any more takes nothing down either
        }
    }

    private boolean stopsFirst(ProjectName project, DesiredApplication application) {
        return application.order() == DeployPolicy.Order.STOP_FIRST
                || machine.everything(project).stream()
                        .filter(i -> i.name().release().application().equals(application.name()))
                        .anyMatch(ObservedInstance::writesVolume);
    }

    @Override
    public boolean mayLoseVolumes() {
        return Simulation.PROJECTS.stream()
                .flatMap(project -> store().deployments().unfinished(project).stream())
                .anyMatch(o -> o.task() instanceof Task.Remove remove && remove.volumes());
    }

    @Override
    public Set<String> images(ProjectName project) {
        Set<String> images = new TreeSet<>();
        List<DesiredApplication> wanted =
                new ArrayList<>(store().accepted().state(project).applications());
        store().revisions()
                .newest(project)
                .ifPresent(newest -> wanted.addAll(machine.daemon()
                        .definitions
                        .of(project, newest.number())
                        .applications()));
        wanted.forEach(application -> {
            images.add(application.release().image().reference());
            application.release().imageId().ifPresent(images::add);
        });
        store().earlier().all(project).forEach(earlier -> {
            images.add(earlier.image());
            images.add(earlier.imageId());
        });
        return images;
    }

    @Override
    public Duration drain(ReleaseName release) {
        ProjectName project = release.project();
        Stream<DesiredApplication> definitions = Stream.concat(
                accepted(project, release.application()).stream(),
                store().deployments().unfinished(project).stream()
                        .map(ordered -> ordered.deployment().revision())
                        .distinct()
                        .flatMap(revision -> requested(project, revision, release.application()).stream()));
        return definitions
                .filter(a -> !a.domains().isEmpty() && !a.job())
                .map(a -> a.deploy().drain())
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    @Override
    public boolean isDeleted(ProjectName project) {
        return store().deployments().unfinished(project).stream().anyMatch(o -> o.task() instanceof Task.Remove);
    }

    @Override
    public Set<ApplicationName> neededHealthy(ReleaseName release) {
        ProjectName project = release.project();
        Optional<DesiredApplication> accepted = accepted(project, release.application());
        List<DesiredApplication> definitions = new ArrayList<>();
        accepted.ifPresent(definitions::add);
        store().deployments().unfinished(project).stream()
                .map(ordered -> ordered.deployment().revision())
                .distinct()
                .flatMap(revision -> requested(project, revision, release.application()).stream())
                .forEach(definitions::add);
        Set<ApplicationName> needed = new TreeSet<>();
        definitions.stream().limit(1).map(DaemonsBooks::neededHealthy).forEach(needed::addAll);
        definitions.forEach(each -> needed.retainAll(neededHealthy(each)));
        needed.removeAll(store().wishes().stopped(project));
        return needed;
    }

    private static Set<ApplicationName> neededHealthy(DesiredApplication application) {
        return application.dependsOn().stream()
                .filter(d -> d.condition() == Dependency.Condition.SERVICE_HEALTHY)
                .map(Dependency::application)
                .collect(Collectors.toSet());
    }

    Map<String, String> fingerprints() {
        return StoreDoor.fingerprints(store());
    }

    /** @param application such as {@code shop/web}, of which another release is accepted now */
    void judge(String application, Invariants invariants) {
        String[] parts = application.split("/");
        DesiredApplication now =
                accepted(ProjectName.of(parts[0]), ApplicationName.of(parts[1])).orElseThrow();
        boolean routed = !isUnrouted(Optional.of(now)) && now.port().isPresent();
        invariants.accepted(now.release().name(), now.job(), routed, undone(now));
    }

    /** The jobs that the revision which was tried wants done before, and which are not in that form. */
    private Set<ApplicationName> undone(DesiredApplication now) {
        ProjectName project = now.release().name().project();
        Origin origin = store().accepted().origins(project).get(now.name());
        boolean goesBack = store().deployments().unfinished(project).stream()
                .anyMatch(o -> o.deployment().id() == origin.deployment() && o.task() instanceof Task.Rollback);
        Set<ApplicationName> undone = new TreeSet<>();
        if (goesBack || origin.rolledBack() > 0) {
            return undone;
        }
        requested(project, origin.revision(), now.name()).stream()
                .flatMap(asked -> asked.dependsOn().stream())
                .filter(d -> d.condition() == Dependency.Condition.SERVICE_COMPLETED_SUCCESSFULLY)
                .flatMap(d -> requested(project, origin.revision(), d.application()).stream())
                .filter(job -> !isAccepted(job.release().name()))
                .forEach(job -> undone.add(job.name()));
        undone.removeAll(store().wishes().stopped(project));
        return undone;
    }
}
