package dev.berth.core.reconcile;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Outcome;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.PlanOutcome;
import dev.berth.core.deploy.StageOutcome;
import dev.berth.core.deploy.Task;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.plan.Stage;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredState;
import dev.berth.core.route.RouteException;
import dev.berth.core.route.RouteSnapshot;
import dev.berth.core.store.Deployments.Unfinished;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Carries out one deployment: what is asked for → observe → plan → execute → outcome. */
final class DeploymentRun {
    private final ProjectName project;
    private final World world;
    private final Runnable told;
    private final Orders orders;
    private final SecondLook secondLook;

    DeploymentRun(ProjectName project, World world, Runnable told) {
        this.project = project;
        this.world = world;
        this.told = told;
        this.orders = new Orders(world);
        this.secondLook = new SecondLook(world);
    }

    /**
     * Returns whether the deployment is over; not so when the daemon is closing, then it is taken up at the next start.
     *
     * @param cancelled whether a user wants it to end
     * @param steps hears which step each stage is at
     * @throws EngineException when the engine does not answer before anything was begun: then it stays queued
     */
    boolean run(
            Unfinished unfinished,
            BooleanSupplier cancelled,
            BooleanSupplier closing,
            BiConsumer<String, String> steps) {
        Deployment deployment = unfinished.deployment();
        world.engine().observe(project);
        if (!world.store().deployments().begin(deployment.id())) {
            return true;
        }
        told.run();
        Masking masking = new Masking(world.store().secrets().everyValue(project));
        StoredLog log = new StoredLog(
                world.store().deployments(), deployment.id(), masking, (stage, step) -> at(steps, stage, step), told);
        Ending ending = attempt(unfinished, log);
        if (ending.status() == Status.CANCELLED && closing.getAsBoolean() && !cancelled.getAsBoolean()) {
            world.store().deployments().putOff(deployment.id());
            return false;
        }
        List<Outcome> outcomes = ending.outcomes().stream()
                .map(o -> new Outcome(o.application(), o.status(), masking.mask(o.message())))
                .toList();
        finish(unfinished, ending.status(), outcomes, masking.mask(ending.message()));
        told.run();
        return true;
    }

    private void at(BiConsumer<String, String> steps, String stage, String step) {
        if (Stage.isApplication(stage)) {
            steps.accept(stage, step);
        }
    }

    private record Ending(Status status, List<Outcome> outcomes, String message) {
        static Ending of(PlanOutcome outcome) {
            List<Outcome> outcomes = outcome.stages().stream()
                    .filter(s -> Stage.isApplication(s.title()))
                    .map(s -> new Outcome(new ApplicationName(s.title()), s.status(), s.message()))
                    .toList();
            return new Ending(outcome.status(), outcomes, message(outcome));
        }

        private static String message(PlanOutcome outcome) {
            if (outcome.status() == Status.SUCCEEDED) {
                return "done: "
                        + outcome.stages().stream().map(StageOutcome::title).collect(Collectors.joining(", "));
            }
            String failures = outcome.message();
            return outcome.status() == Status.CANCELLED && failures.isEmpty() ? "cancelled" : failures;
        }
    }

    private Ending attempt(Unfinished unfinished, StoredLog log) {
        try {
            return execute(unfinished, log);
        } catch (EngineException e) {
            Status status = e.kind() == EngineException.Kind.INTERRUPTED ? Status.CANCELLED : Status.FAILED;
            return new Ending(status, List.of(), status == Status.CANCELLED ? "cancelled" : e.getMessage());
        } catch (RequestException | RouteException e) {
            return new Ending(Status.FAILED, List.of(), e.getMessage());
        }
    }

    private Ending execute(Unfinished unfinished, StoredLog log) {
        Deployment deployment = unfinished.deployment();
        LaneTarget target = LaneTarget.of(
                world, deployment.revision(), OptionalLong.of(deployment.id()), unfinished.task().cause());
        if (orders.looksAgain(unfinished.task())) {
            DesiredState wanted = orders.wanted(project, unfinished.task(), deployment.revision());
            PlanOutcome looked = secondLook.take(
                    wanted, orders.lookedAgain(unfinished.task(), wanted), target, log);
            if (!looked.succeeded()) {
                return Ending.of(looked);
            }
        }
        Plan plan = plan(unfinished);
        log.record("", new DeploymentEvent.Planned(plan.toString()));
        if (plan.isEmpty()) {
            return new Ending(Status.SUCCEEDED, List.of(), "everything was so already");
        }
        return Ending.of(world.executor().execute(plan, target, log));
    }

    private Plan plan(Unfinished unfinished) {
        ObservedState observed = world.engine().observe(project);
        RouteSnapshot routes = world.routes().observe(project);
        if (unfinished.task() instanceof Task.Remove remove) {
            DesiredState accepted = world.store().accepted().state(project);
            return Planner.removal(observed, accepted, routes, remove.volumes());
        }
        return Planner.plan(orders.situation(
                project, unfinished.task(), unfinished.deployment().revision(), observed, routes));
    }

    private void finish(Unfinished unfinished, Status status, List<Outcome> outcomes, String message) {
        world.store().database().together(() -> {
            if (unfinished.task() instanceof Task.Remove && status == Status.SUCCEEDED) {
                world.store().forget(project);
            }
            world.store().deployments().finish(unfinished.deployment().id(), status, outcomes, message);
        });
    }
}
