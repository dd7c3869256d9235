package dev.berth.core.operate;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Task;
import dev.berth.core.plan.Plan;
import dev.berth.core.project.Domain;
import dev.berth.core.project.ProjectName;
import dev.berth.core.reconcile.Fleet;
import dev.berth.core.reconcile.LaneSnapshot;
import dev.berth.core.reconcile.RequestedStates;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.store.Revision;
import dev.berth.core.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes a definition: reads, checks, compares, and, when there is something to do, writes it down and orders it. */
final class Applying {
    private final Store store;
    private final Fleet fleet;
    private final Definitions definitions;
    private final Comparison comparison;

    Applying(Store store, Fleet fleet, Definitions definitions, Comparison comparison) {
        this.store = store;
        this.fleet = fleet;
        this.definitions = definitions;
        this.comparison = comparison;
    }

    ApplyResult plan(ProjectName project, Definition definition) {
        Understood understood = definitions.understand(project, definition);
        if (!(understood instanceof Understood.Right right)) {
            return refused(understood, definition.text());
        }
        DesiredState accepted = store.accepted().state(project);
        Optional<ApplyResult> conflict = conflict(project, right);
        return conflict.orElseGet(() -> new ApplyResult.Planned(
                current(project), comparison.plan(project, pinned(right, accepted), accepted), right.warnings()));
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
        Understood understood = definitions.understand(
                project, amendment.definition(), amendment.reading(), amendment.missing());
        return understood instanceof Understood.Right right
                ? apply(
                        project,
                        amendment.definition(),
                        right,
                        OptionalLong.of(amendment.basedOn()),
                        true,
                        task,
                        actor)
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
        Optional<ApplyResult> refusal = stale(project, basedOn)
                .or(() -> withoutConsent(project, right, removeConsented))
                .or(() -> conflict(project, right));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        DesiredState accepted = store.accepted().state(project);
        Plan plan = comparison.plan(project, pinned(right, accepted), accepted);
        boolean nothingToDo = plan.isEmpty()
                && !task.lookAgain()
                && store.deployments().unfinished(project).isEmpty();
        if (nothingToDo && isNewest(project, definition, right)) {
            return new ApplyResult.Unchanged(current(project), right.warnings());
        }
        return write(project, definition, right, basedOn, nothingToDo ? Optional.empty() : Optional.of(task), plan, actor);
    }

    private ApplyResult write(
            ProjectName project,
            Definition definition,
            Understood.Right right,
            OptionalLong basedOn,
            Optional<Task.Apply> task,
            Plan plan,
            String actor) {
        ApplyResult[] result = new ApplyResult[1];
        store.database().together(() -> {
            Optional<ApplyResult> stale = stale(project, basedOn);
            result[0] = stale.orElseGet(() -> stored(project, definition, right, task, plan, actor));
        });
        if (!(result[0] instanceof ApplyResult.Stale)) {
            fleet.order(project); // also without a deployment: from now on the project is one of ours
        }
        return result[0];
    }

    private ApplyResult stored(
            ProjectName project,
            Definition definition,
            Understood.Right right,
            Optional<Task.Apply> task,
            Plan plan,
            String actor) {
        long revision = isNewest(project, definition, right)
                ? current(project)
                : store.revisions()
                        .add(
                                project,
                                definition.file(),
                                definition.text(),
                                right.uploads(),
                                actor,
                                store.clock().instant())
                        .number();
        if (task.isEmpty()) {
            store.audit().add(actor, "apply", project.text(), "revision " + revision + ", nothing to do");
            return new ApplyResult.Unchanged(revision, right.warnings());
        }
        Deployment deployment = store.deployments().add(project, task.get(), revision, actor);
        store.audit().add(actor, "apply", project.text(), "deployment " + deployment.id());
        return new ApplyResult.Started(deployment, plan, right.warnings());
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
        return consented || removed.isEmpty()
                ? Optional.empty()
                : Optional.of(new ApplyResult.NeedsConsent(removed));
    }

    private Optional<ApplyResult> conflict(ProjectName project, Understood.Right right) {
        return taken(project, right.state())
                .or(() -> comparison.obstacle(project))
                .map(ApplyResult.Conflict::new);
    }

    /** The first host and path that is routed to another project. */
    private Optional<String> taken(ProjectName project, DesiredState wanted) {
        for (LaneSnapshot other : fleet.snapshots()) {
            if (other.project().equals(project)) {
                continue;
            }
            for (DesiredApplication theirs : other.accepted().applications()) {
                for (Domain domain : theirs.domains()) {
                    boolean clash = wanted.applications().stream()
                            .flatMap(a -> a.domains().stream())
                            .anyMatch(d -> d.host().equals(domain.host()) && d.path().equals(domain.path()));
                    if (clash) {
                        return Optional.of(domain.host() + domain.path() + " is routed to " + other.project() + "/"
                                + theirs.name() + " already; choose another host or path, or take it from there first");
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static DesiredState pinned(Understood.Right right, DesiredState accepted) {
        return RequestedStates.pinned(right.state(), accepted);
    }
}
