package dev.berth.core.operate;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Task;
import dev.berth.core.plan.Plan;
import dev.berth.core.project.Domain;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import dev.berth.core.reconcile.Fleet;
import dev.berth.core.reconcile.LaneSnapshot;
import dev.berth.core.reconcile.RequestedStates;
import dev.berth.core.reconcile.WishedNumber;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.store.Revision;
import dev.berth.core.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Takes a definition: reads, checks, compares, and, when there is something to do, writes it down and orders it. */
final class Applying {
    private final Store store;
    private final Fleet fleet;
    private final Definitions definitions;
    private final Comparison comparison;
    private final Addresses addresses;
    private final boolean hostsAreShared;

    /** @param hostsAreShared whether the project may take paths of a host that another one has */
    Applying(
            Store store,
            Fleet fleet,
            Definitions definitions,
            Comparison comparison,
            Addresses addresses,
            boolean hostsAreShared) {
        this.store = store;
        this.fleet = fleet;
        this.definitions = definitions;
        this.comparison = comparison;
        this.addresses = addresses;
        this.hostsAreShared = hostsAreShared;
    }

    Applying withoutSharedHosts() {
        return new Applying(store, fleet, definitions, comparison, addresses, false);
    }

    ApplyResult plan(ProjectName project, Definition definition) {
        Understood understood = definitions.understand(project, definition);
        if (!(understood instanceof Understood.Right right)) {
            return refused(understood, definition.text());
        }
        Plan plan = compared(project, right);
        return conflict(project, right, plan)
                .orElseGet(() -> new ApplyResult.Planned(current(project), plan, right.warnings()));
    }

    private Plan compared(ProjectName project, Understood.Right right) {
        DesiredState accepted = store.accepted().state(project);
        Optional<LaneSnapshot> seen = fleet.snapshot(project);
        Plan plan = comparison.plan(
                RequestedStates.pinned(right.state(), accepted, store.earlier().all(project)),
                accepted,
                fleet.current(project),
                seen.map(LaneSnapshot::unhealthy).orElse(Set.of()),
                seen.map(LaneSnapshot::running).orElse(OptionalLong.empty()));
        return plan.withMore(awaited(right));
    }

    ApplyResult apply(
            ProjectName project,
            Definition definition,
            OptionalLong basedOn,
            boolean removeConsented,
            Task.Apply task,
            String actor) {
        Understood understood = definitions.understand(project, definition);
        return understood instanceof Understood.Right right
                ? apply(project, definition, right, basedOn, removeConsented, task, actor)
                : refused(understood, definition.text());
    }

    /**
     * As the other, of a definition that was made from the newest one. What that lacked already goes without being asked
     * about: who took it out was.
     */
    ApplyResult apply(ProjectName project, Amendment amendment, Task.Apply task, String actor) {
        Understood understood =
                definitions.understand(project, amendment.definition(), amendment.reading(), amendment.missing());
        return understood instanceof Understood.Right right
                ? apply(project, amendment.definition(), right, OptionalLong.of(amendment.basedOn()), true, task, actor)
                : refused(understood, amendment.sent());
    }

    private ApplyResult apply(
            ProjectName project,
            Definition definition,
            Understood.Right right,
            OptionalLong basedOn,
            boolean removeConsented,
            Task.Apply task,
            String actor) {
        Optional<ApplyResult> refusal =
                stale(project, basedOn).or(() -> withoutConsent(project, right, removeConsented));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        long compared = current(project);
        Plan plan = compared(project, right);
        Optional<ApplyResult> conflict = conflict(project, right, plan);
        if (conflict.isPresent()) {
            return conflict.get();
        }
        boolean idle = plan.isEmpty() && !task.lookAgain();
        if (idle && isResting(project, compared) && isNewest(project, definition, right)) {
            store.accepted().askAgain(project);
            return new ApplyResult.Unchanged(compared, right.warnings(), plan.notices());
        }
        ApplyResult[] result = new ApplyResult[1];
        store.database()
                .together(() -> result[0] = stale(project, basedOn)
                        .or(() -> beingDeleted(project))
                        .orElseGet(() -> idle && isResting(project, compared)
                                ? remembered(project, definition, right, plan, actor)
                                : ordered(project, definition, right, task, plan, actor)));
        if (result[0] instanceof ApplyResult.Started || result[0] instanceof ApplyResult.Unchanged) {
            fleet.order(project); // also without a deployment: from now on the project is one of ours
        }
        return result[0];
    }

    /** Whether nothing was ordered since the definition was compared, or is still under way. */
    private boolean isResting(ProjectName project, long compared) {
        return current(project) == compared
                && store.deployments().unfinished(project).isEmpty();
    }

    /** What is written otherwise but asks for what is so already. */
    private ApplyResult remembered(
            ProjectName project, Definition definition, Understood.Right right, Plan plan, String actor) {
        long revision = revision(project, definition, right, actor);
        store.audit().add(actor, "apply", project.text(), "revision " + revision + ", nothing to do");
        return new ApplyResult.Unchanged(revision, right.warnings(), plan.notices());
    }

    private ApplyResult ordered(
            ProjectName project,
            Definition definition,
            Understood.Right right,
            Task.Apply task,
            Plan plan,
            String actor) {
        long revision = revision(project, definition, right, actor);
        Deployment deployment = store.deployments().add(project, task, revision, actor);
        store.audit().add(actor, "apply", project.text(), "deployment " + deployment.id());
        return new ApplyResult.Started(deployment, plan, right.warnings());
    }

    private long revision(ProjectName project, Definition definition, Understood.Right right, String actor) {
        store.accepted().askAgain(project);
        if (isNewest(project, definition, right)) {
            return current(project);
        }
        dropOutdatedWishes(right.project());
        return store.revisions()
                .add(
                        project,
                        definition.file(),
                        definition.text(),
                        right.uploads(),
                        actor,
                        store.clock().instant())
                .number();
    }

    /** Another number of instances, once wished for, holds until the definition's own number changes. */
    private void dropOutdatedWishes(Project defined) {
        Optional<Project> before = store.revisions().newest(defined.name()).flatMap(definitions::project);
        defined.applications().stream()
                .filter(a -> before.flatMap(old -> old.application(a.name()))
                        .filter(old -> old.replicas() != a.replicas())
                        .isPresent())
                .forEach(a -> new WishedNumber(store.wishes(), defined.name(), a.name()).drop());
    }

    /** A deletion takes every revision with it, also one that came after it. */
    private Optional<ApplyResult> beingDeleted(ProjectName project) {
        return store.deployments().unfinished(project).stream()
                .filter(waiting -> waiting.task() instanceof Task.Remove)
                .findFirst()
                .map(deletion -> new ApplyResult.Conflict(project + " is being deleted by deployment "
                        + deletion.deployment().id() + "; apply again when that is over, or cancel it first"));
    }

    /** What comes later by itself. */
    private List<String> awaited(Understood.Right right) {
        if (!comparison.isProxied()) {
            return List.of();
        }
        List<String> hosts = right.project().applications().stream()
                .flatMap(application -> application.domains().stream())
                .filter(addresses::awaitsHttps)
                .map(Domain::host)
                .distinct()
                .sorted()
                .toList();
        if (hosts.isEmpty()) {
            return List.of();
        }
        String names = hosts.get(0) + (hosts.size() > 1 ? " and " + (hosts.size() - 1) + " more" : "");
        String when = hosts.size() > 1 ? "their certificates are there" : "its certificate is there";
        return List.of(names + ": https follows when " + when + "; see  berth certificates");
    }

    private static ApplyResult refused(Understood understood, String text) {
        if (understood instanceof Understood.Incomplete incomplete) {
            return new ApplyResult.NeedsFiles(incomplete.missing());
        }
        return new ApplyResult.Invalid(((Understood.Wrong) understood).problems(), text);
    }

    private long current(ProjectName project) {
        return store.revisions().newest(project).map(Revision::number).orElse(0L);
    }

    private boolean isNewest(ProjectName project, Definition definition, Understood.Right right) {
        return store.revisions()
                .newest(project)
                .filter(r -> r.text().equals(definition.text()) && r.uploads().equals(right.uploads()))
                .isPresent();
    }

    private Optional<ApplyResult> stale(ProjectName project, OptionalLong basedOn) {
        long current = current(project);
        return basedOn.isPresent() && basedOn.getAsLong() != current
                ? Optional.of(new ApplyResult.Stale(current))
                : Optional.empty();
    }

    private Optional<ApplyResult> withoutConsent(ProjectName project, Understood.Right right, boolean consented) {
        List<String> removed = store.accepted().state(project).applications().stream()
                .map(DesiredApplication::name)
                .filter(name -> right.state().application(name).isEmpty())
                .map(Object::toString)
                .toList();
        return consented || removed.isEmpty() ? Optional.empty() : Optional.of(new ApplyResult.NeedsConsent(removed));
    }

    /** Where nothing is to be done, nothing stands in the way. */
    private Optional<ApplyResult> conflict(ProjectName project, Understood.Right right, Plan plan) {
        TakenAddresses taken = TakenAddresses.besides(project, fleet.snapshots());
        return taken.firstOf(right.state())
                .or(() -> hostsAreShared
                        ? Optional.empty()
                        : taken.firstHostOf(right.state(), store.accepted().state(project)))
                .or(() -> plan.isEmpty() ? Optional.empty() : comparison.obstacle(project))
                .map(ApplyResult.Conflict::new);
    }
}
