package dev.berth.core.operate;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.Occurrence;
import dev.berth.core.deploy.Task;
import dev.berth.core.engine.Subscription;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.reconcile.Fleet;
import dev.berth.core.reconcile.WishedNumber;
import dev.berth.core.store.Revision;
import dev.berth.core.store.Store;
import dev.berth.core.time.Timekeeper;
import dev.berth.proxy.route.HostName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a user can order and ask, whatever the way it came in. Orders are checked, written down and handed to the
 * project's lane; the answer does not wait for the work. Questions are answered from snapshots.
 */
public final class Operations {
    private static final int AT_ONCE = 500;

    private final Store store;
    private final Fleet fleet;
    private final Timekeeper time;
    private final Applying applying;
    private final Pieces pieces;
    private final Statuses statuses;
    private final Comparison comparison;

    /** @param definitions the same that the fleet's lanes read revisions with */
    public Operations(
            Store store,
            Fleet fleet,
            Definitions definitions,
            Comparison comparison,
            Addresses addresses,
            Timekeeper time) {
        this.store = store;
        this.fleet = fleet;
        this.time = time;
        this.applying = new Applying(store, fleet, definitions, comparison, addresses, true);
        this.pieces = new Pieces(store, definitions);
        this.statuses = new Statuses(store, fleet, definitions, addresses);
        this.comparison = comparison;
    }

    private Operations(Operations whole, Applying applying) {
        this.store = whole.store;
        this.fleet = whole.fleet;
        this.time = whole.time;
        this.applying = applying;
        this.pieces = whole.pieces;
        this.statuses = whole.statuses;
        this.comparison = whole.comparison;
    }

    /**
     * For one who may change a single project: a path of another one's host is not theirs to take, since it would lead
     * visitors of that project, with their cookies, to this one.
     */
    public Operations ofOneProject() {
        return new Operations(this, applying.withoutSharedHosts());
    }

    /**
     * Makes the definition the project's newest revision and starts a deployment of it.
     *
     * @param basedOn the revision the user saw; empty when it does not matter
     * @param removeConsented whether applications that the definition no longer has may be removed
     * @param lookAgain whether images are pulled and built again even when they are there
     */
    public ApplyResult apply(
            ProjectName project,
            Definition definition,
            OptionalLong basedOn,
            boolean removeConsented,
            boolean lookAgain,
            String actor) {
        return applying.apply(
                project, definition, basedOn, removeConsented, new Task.Apply(Optional.empty(), lookAgain), actor);
    }

    /** What {@link #apply} would do now; changes nothing. */
    public ApplyResult plan(ProjectName project, Definition definition) {
        return applying.plan(project, definition);
    }

    /** Adds or replaces one application of the project's definition ({@code text}: its body as YAML or JSON). */
    public ApplyResult applyApplication(
            ProjectName project, ApplicationName application, Definition body, OptionalLong basedOn, String actor) {
        return amend(project, application, basedOn, actor, () -> Optional.of(pieces.with(project, application, body)))
                .orElseThrow();
    }

    /**
     * Changes one application of the project's definition: {@code patch} (YAML or JSON) is merged into it as RFC 7396
     * says, null taking a key away. Empty when the definition has no such application.
     */
    public Optional<ApplyResult> patchApplication(
            ProjectName project, ApplicationName application, Definition patch, OptionalLong basedOn, String actor) {
        return amend(project, application, basedOn, actor, () -> pieces.patched(project, application, patch));
    }

    /**
     * Takes an application out of the project's definition; its volumes stay, and so does the project when it was the
     * last. Empty when the project has no such application.
     */
    public Optional<ApplyResult> removeApplication(
            ProjectName project, ApplicationName application, OptionalLong basedOn, String actor) {
        return amend(project, application, basedOn, actor, () -> pieces.without(project, application));
    }

    /** Makes the change anew when somebody else's came between, so that neither is lost. */
    private Optional<ApplyResult> amend(
            ProjectName project,
            ApplicationName application,
            OptionalLong basedOn,
            String actor,
            Supplier<Optional<Amendment>> change) {
        while (true) {
            Optional<Amendment> made = change.get();
            if (made.isEmpty()) {
                return Optional.empty();
            }
            long revision = made.get().basedOn();
            if (basedOn.isPresent() && basedOn.getAsLong() != revision) {
                return Optional.of(new ApplyResult.Stale(revision));
            }
            ApplyResult result =
                    applying.apply(project, made.get(), new Task.Apply(Optional.of(application), false), actor);
            if (!(result instanceof ApplyResult.Stale)) {
                return Optional.of(result);
            }
        }
    }

    /**
     * Takes a whole project away; {@code volumes} with its data, also later, when only that is left of it. Empty when
     * nothing is.
     */
    public Optional<Deployment> removeProject(ProjectName project, boolean volumes, String actor) {
        Optional<Revision> known = known(project);
        boolean isThere = known.isPresent() || volumes && !keptVolumes(project).isEmpty();
        return isThere
                ? Optional.of(order(
                        project,
                        new Task.Remove(volumes),
                        known.map(Revision::number).orElse(0L),
                        actor,
                        () -> {}))
                : Optional.empty();
    }

    /** The volumes that were kept of a project that is deleted; none of one that is there. */
    public SortedSet<String> keptVolumes(ProjectName project) {
        boolean isThere = known(project).isPresent() || fleet.builtIn(project).isPresent();
        return isThere ? new TreeSet<>() : comparison.keptVolumes(project);
    }

    /** Replaces every instance by a new one of the same release. Empty when there is no such application. */
    public Optional<Deployment> restart(ProjectName project, ApplicationName application, String actor) {
        return order(project, application, new Task.Restart(application), actor, () -> {});
    }

    /** Stops the application until {@link #start}; apply and reboot respect it. */
    public Optional<Deployment> stop(ProjectName project, ApplicationName application, String actor) {
        return order(project, application, new Task.Stop(application), actor, () -> store.wishes()
                .stop(project, application, true));
    }

    public Optional<Deployment> start(ProjectName project, ApplicationName application, String actor) {
        boolean wasStopped = store.wishes().stopped(project).contains(application);
        return order(project, application, new Task.Start(application, wasStopped), actor, () -> store.wishes()
                .stop(project, application, false));
    }

    /**
     * Runs another number of instances, until the definition's own number changes.
     *
     * @param replicas 1 to 99
     */
    public Optional<Deployment> scale(ProjectName project, ApplicationName application, int replicas, String actor) {
        if (replicas < 1 || replicas > 99) {
            throw new IllegalArgumentException("replicas is 1 to 99, not " + replicas + "; to have none, stop it");
        }
        int declared = statuses.declaredReplicas(project, application);
        Task.Scale task = new WishedNumber(store.wishes(), project, application).to(replicas, store.deployments());
        return order(project, application, task, actor, () -> store.wishes()
                .scale(project, application, replicas, declared));
    }

    /** Deploys the newest revision of one application once more, looking again at its image. */
    public Optional<Deployment> deploy(ProjectName project, ApplicationName application, String actor) {
        return order(project, application, new Task.Deploy(application), actor, () -> {});
    }

    /**
     * Goes back to an earlier release of an application, through the same proof as a new one; what was chosen beside the
     * release stays as it is now.
     *
     * @param to the deployment that accepted it; empty: the one before the release that is accepted now
     */
    public RollbackResult rollback(ProjectName project, ApplicationName application, OptionalLong to, String actor) {
        if (!exists(project, application)) {
            return new RollbackResult.Unknown();
        }
        RollbackResult[] result = new RollbackResult[1];
        store.database().together(() -> {
            WayBack.Aim aim = new WayBack(store, project, application).aim(to);
            result[0] = aim instanceof WayBack.At at
                    ? new RollbackResult.Started(
                            written(project, new Task.Rollback(application, at.deployment()), revision(project), actor))
                    : ((WayBack.Nowhere) aim).refusal();
        });
        if (result[0] instanceof RollbackResult.Started) {
            fleet.order(project);
        }
        return result[0];
    }

    /** The releases of a project that are accepted or kept, by application; the accepted one first, then newest first. */
    public List<KeptRelease> releases(ProjectName project) {
        return statuses.releases(project);
    }

    /** The same of one application. */
    public List<KeptRelease> releases(ProjectName project, ApplicationName application) {
        return releases(project).stream()
                .filter(release -> release.application().equals(application))
                .toList();
    }

    /** Ends a deployment that is not over; whether there was one to end. */
    public boolean cancel(long deployment) {
        return store.deployments()
                .find(deployment)
                .filter(found -> !found.status().isFinal())
                .map(found -> fleet.cancel(found.project(), deployment))
                .orElse(false);
    }

    /** Sorted by name; Berth's own project comes last. */
    public List<ProjectStatus> projects() {
        return statuses.all();
    }

    public Optional<ProjectStatus> project(ProjectName project) {
        return statuses.of(project);
    }

    /** The host names under which a project is or will be served; none for an unknown one. */
    public SortedSet<HostName> hosts(ProjectName project) {
        return statuses.hosts(project);
    }

    /** The newest definition as it was sent. */
    public Optional<Definition> definition(ProjectName project) {
        return known(project).map(r -> new Definition(r.file(), r.text(), r.uploads()));
    }

    /** Newest first. */
    public List<Deployment> deployments(
            Optional<ProjectName> project, Optional<ApplicationName> application, int limit) {
        return store.deployments().list(project, application, limit);
    }

    public Optional<Deployment> deployment(long id) {
        return store.deployments().find(id);
    }

    /**
     * Hands over the events of a deployment numbered above {@code after}: first those that happened, then those to
     * come, without gap or repetition. A slow listener never blocks the deployment.
     */
    public Subscription follow(long deployment, long after, Consumer<DeploymentEvent> listener) {
        Follower<DeploymentEvent> follower = new Follower<>(
                time,
                fleet.announcer(),
                seen -> store.deployments().events(deployment, seen, AT_ONCE),
                DeploymentEvent::number,
                event -> event.happening() instanceof DeploymentEvent.Finished,
                listener);
        follower.start(after);
        return follower;
    }

    /** The events of a deployment numbered above {@code after}, as far as they happened. */
    public List<DeploymentEvent> events(long deployment, long after) {
        return store.deployments().events(deployment, after, Integer.MAX_VALUE);
    }

    /**
     * What happened lately, numbered above {@code after}: at most the last {@code limit}, oldest first.
     *
     * @param project empty for all
     */
    public List<Occurrence> occurrences(Optional<ProjectName> project, long after, int limit) {
        return project.map(one -> store.occurrences().last(one, after, limit))
                .orElseGet(() -> store.occurrences().last(after, limit));
    }

    /** Hands over what happens in all projects, numbered above {@code after}, as {@link #follow} does. */
    public Subscription followAll(long after, Consumer<Occurrence> listener) {
        Follower<Occurrence> follower = new Follower<>(
                time,
                fleet.announcer(),
                seen -> store.occurrences().next(seen, AT_ONCE),
                Occurrence::number,
                event -> false,
                listener);
        follower.start(after);
        return follower;
    }

    private Optional<Revision> known(ProjectName project) {
        return store.revisions().newest(project);
    }

    private Optional<Deployment> order(
            ProjectName project, ApplicationName application, Task task, String actor, Runnable wish) {
        return exists(project, application)
                ? Optional.of(order(project, task, revision(project), actor, wish))
                : Optional.empty();
    }

    private boolean exists(ProjectName project, ApplicationName application) {
        return store.accepted().state(project).application(application).isPresent()
                || known(project)
                        .filter(revision -> statuses.defines(revision, application))
                        .isPresent();
    }

    private long revision(ProjectName project) {
        return known(project).map(Revision::number).orElse(0L);
    }

    private Deployment order(ProjectName project, Task task, long revision, String actor, Runnable wish) {
        Deployment[] made = new Deployment[1];
        store.database().together(() -> {
            wish.run();
            made[0] = written(project, task, revision, actor);
        });
        fleet.order(project);
        return made[0];
    }

    private Deployment written(ProjectName project, Task task, long revision, String actor) {
        Deployment made = store.deployments().add(project, task, revision, actor);
        String target = task.application().map(a -> project + "/" + a).orElse(project.text());
        store.audit().add(actor, task.cause(), target, "deployment " + made.id());
        return made;
    }
}
