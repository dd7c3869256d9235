package dev.berth.core.reconcile;

import dev.berth.core.context.ContextException;
import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Outcome;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.Errand;
import dev.berth.core.deploy.Meanwhile;
import dev.berth.core.deploy.PlanOutcome;
import dev.berth.core.deploy.StageOutcome;
import dev.berth.core.deploy.Task;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.ProjectAction;
import dev.berth.core.plan.RouteAction;
import dev.berth.core.plan.Stage;
import dev.berth.core.plan.Target;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.route.RouteException;
import dev.berth.core.store.Deployments.Unfinished;
import dev.berth.core.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one deployment: what is asked for → observe → plan → execute → outcome. */
final class DeploymentRun {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentRun.class);
    /** Together with the last chance of what is taken back, less than the 2 s in which a cancel is to end. */
    private static final Duration LAST_LOOK = Duration.ofMillis(300);

    private static final String CUT_OFF =
            "cancelled; the daemon ended before it was over, and what is accepted by now is kept";

    private final ProjectName project;
    private final World world;
    private final Healing healing;
    private final HealthWatch watch;
    private final Supplier<ObservedState> lookedAt;
    private final Supplier<String> proxyTrouble;
    private final Runnable told;
    private final Orders orders;
    private final SecondLook secondLook;
    /** What has ended, as could not be written down yet. */
    private Optional<Unwritten> unwritten = Optional.empty();

    /**
     * @param healing goes on beside a deployment with what that does not touch
     * @param lookedAt what the engine said last
     * @param proxyTrouble why the reverse proxy does not run; empty when it does
     * @param told runs when there is something new in the store
     */
    DeploymentRun(
            ProjectName project,
            World world,
            Healing healing,
            HealthWatch watch,
            Supplier<ObservedState> lookedAt,
            Supplier<String> proxyTrouble,
            Runnable told) {
        this.project = project;
        this.world = world;
        this.healing = healing;
        this.watch = watch;
        this.lookedAt = lookedAt;
        this.proxyTrouble = proxyTrouble;
        this.told = told;
        this.orders = new Orders(world);
        this.secondLook = new SecondLook(world);
    }

    /** The deployment that has ended without this having been written down; {@link #run} writes it, and does nothing else. */
    Optional<Unfinished> unwritten() {
        return unwritten.map(Unwritten::order);
    }

    /**
     * Returns whether the deployment is over; not so when the daemon is closing, then it is taken up at the next start.
     *
     * @param cancelled whether a user wants it to end
     * @param steps hears which step each application is at
     * @throws EngineException when the engine does not answer before anything was begun: then it stays queued
     * @throws StoreException when nothing can be written down: before anything was begun, or then it is {@link #unwritten}
     */
    boolean run(
            Unfinished unfinished,
            BooleanSupplier cancelled,
            BooleanSupplier closing,
            BiConsumer<ApplicationName, String> steps) {
        if (unwritten.isPresent()) {
            finish(unwritten.get().order(), unwritten.get().ending());
            return true;
        }
        Deployment deployment = unfinished.deployment();
        if (!isAnswered(cancelled)) {
            finish(unfinished, new Ending(Status.CANCELLED, List.of(), "cancelled before it began"));
            return true;
        }
        if (unfinished.cancelled()) {
            look(Status.CANCELLED);
            finish(unfinished, new Ending(Status.CANCELLED, List.of(), CUT_OFF));
            return true;
        }
        Masking masking = new Masking(world.store().secrets().everyValue(project));
        if (!world.store().deployments().begin(deployment.id())) {
            return true;
        }
        told.run();
        StoredLog log = new StoredLog(world.store().deployments(), deployment.id(), masking, steps, told);
        Ending ending = attempt(unfinished, log, () -> cancelled.getAsBoolean() || closing.getAsBoolean());
        if (ending.status() == Status.CANCELLED && closing.getAsBoolean() && !cancelled.getAsBoolean()) {
            world.store().deployments().putOff(deployment.id());
            return false;
        }
        look(ending.status());
        finish(unfinished, ending.masked(masking));
        return true;
    }

    /** Whether the engine answers; false when a user did not want to wait for it. */
    private boolean isAnswered(BooleanSupplier cancelled) {
        try {
            world.engine().observe(project);
            return true;
        } catch (EngineException e) {
            if (cancelled.getAsBoolean()) {
                return false;
            }
            throw e;
        }
    }

    /** Before the end is told: whoever hears of it and asks is shown what is so then. */
    private void look(Status status) {
        try {
            if (status == Status.CANCELLED) {
                healing.look(LAST_LOOK);
            } else {
                healing.look();
            }
        } catch (EngineException e) {
            LOG.warn("{}: after a deployment, what is so now is not known: {}", project, e.getMessage());
        }
    }

    private record Ending(Status status, List<Outcome> outcomes, String message) {
        static final Ending CANCELLED = new Ending(Status.CANCELLED, List.of(), "cancelled");

        static Ending failed(String why) {
            return new Ending(Status.FAILED, List.of(), why);
        }

        Ending masked(Masking masking) {
            return new Ending(
                    status,
                    outcomes.stream()
                            .map(o -> new Outcome(o.application(), o.status(), masking.mask(o.message())))
                            .toList(),
                    masking.mask(message));
        }
    }

    private record Unwritten(Unfinished order, Ending ending) {}

    private Ending attempt(Unfinished unfinished, StoredLog log, BooleanSupplier cutOff) {
        try {
            return execute(unfinished, log);
        } catch (EngineException | RouteException | RequestException | StoreException | ContextException e) {
            return cutOff.getAsBoolean() ? Ending.CANCELLED : Ending.failed(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("deployment {} of {} met a bug", unfinished.deployment().id(), project, e);
            return Ending.failed("a bug in Berth: " + e);
        }
    }

    private Ending execute(Unfinished unfinished, StoredLog log) {
        Deployment deployment = unfinished.deployment();
        Task task = unfinished.task();
        Target target = LaneTarget.ordered(world, deployment, orders.accepting(deployment, task));
        DesiredState wanted = orders.wanted(deployment, task);
        Meanwhile meanwhile = meanwhile(task, wanted);
        if (orders.looksAgain(task)) {
            PlanOutcome looked = secondLook.take(wanted, orders.lookedAgain(task, wanted), target, log, meanwhile);
            if (!looked.succeeded()) {
                return ending(looked);
            }
        }
        Plan plan = orders.plan(
                deployment,
                task,
                world.engine().observe(project),
                world.routes().observe(project),
                watch.unhealthy());
        log.record("", new DeploymentEvent.Planned(plan.toString()));
        return plan.isEmpty()
                ? new Ending(Status.SUCCEEDED, List.of(), nothingToDo(task, wanted))
                : ending(explained(world.executor().deploy(new Errand(plan, target, log), meanwhile), plan));
    }

    private static String nothingToDo(Task task, DesiredState wanted) {
        return task.application()
                .filter(name -> !(task instanceof Task.Stop))
                .flatMap(wanted::application)
                .filter(DesiredApplication::stopped)
                .map(a -> a.name() + " is stopped and stays so; start it with  berth start " + wanted.project() + "/"
                        + a.name())
                .orElse("everything was so already");
    }

    /** Healing goes on, but for what this order takes away, and what another one waits for. */
    private Meanwhile meanwhile(Task task, DesiredState wanted) {
        if (task instanceof Task.Remove) {
            return Meanwhile.NOTHING;
        }
        Set<String> leaving = world.store().accepted().state(project).applications().stream()
                .filter(a -> wanted.application(a.name()).isEmpty())
                .map(a -> a.name().text())
                .collect(Collectors.toSet());
        return busy -> healing.meanwhile(busy, () -> {
            Set<String> untouched = new TreeSet<>(leaving);
            world.store().deployments().unfinished(project).stream()
                    .flatMap(waiting -> waiting.task().application().stream())
                    .forEach(ordered -> untouched.add(ordered.text()));
            return untouched;
        });
    }

    /** Where routes could not be changed because there is no proxy, says why there is none. */
    private PlanOutcome explained(PlanOutcome outcome, Plan plan) {
        String trouble = proxyTrouble.get();
        if (trouble.isEmpty()) {
            return outcome;
        }
        Set<String> routed = plan.only(DeploymentRun::changesRoutes).titles();
        return new PlanOutcome(outcome.stages().stream()
                .map(s -> s.result() == StageOutcome.Result.FAILED && routed.contains(s.title())
                        ? new StageOutcome(
                                s.title(), s.result(), s.message() + "; the reverse proxy does not run: " + trouble)
                        : s)
                .toList());
    }

    private static boolean changesRoutes(Stage stage) {
        return stage.steps().stream()
                .anyMatch(s -> s.action() instanceof ProjectAction.JoinProxy
                        || s.action() instanceof RouteAction.ConfirmRoutes);
    }

    private static Ending ending(PlanOutcome outcome) {
        List<Outcome> outcomes = outcome.stages().stream()
                .filter(s -> Stage.isApplication(s.title()))
                .map(s -> new Outcome(new ApplicationName(s.title()), s.status(), s.message()))
                .toList();
        return new Ending(outcome.status(), outcomes, message(outcome));
    }

    private static String message(PlanOutcome outcome) {
        if (outcome.status() == Status.SUCCEEDED) {
            return "done: " + outcome.stages().stream().map(StageOutcome::title).collect(Collectors.joining(", "));
        }
        String failures = outcome.message();
        return outcome.status() == Status.CANCELLED && failures.isEmpty() ? "cancelled" : failures;
    }

    private void finish(Unfinished unfinished, Ending ending) {
        unwritten = Optional.of(new Unwritten(unfinished, ending));
        world.store().database().together(() -> {
            if (unfinished.task() instanceof Task.Remove && ending.status() == Status.SUCCEEDED) {
                forget(unfinished.deployment().id());
            }
            new UnfulfilledWish(world.store(), project).takeBack(unfinished, ending.status(), lookedAt.get());
            world.store()
                    .deployments()
                    .finish(unfinished.deployment().id(), ending.status(), ending.outcomes(), ending.message());
        });
        unwritten = Optional.empty();
        told.run();
    }

    /** With all that was ordered of its applications after the deletion; another deletion may go further. */
    private void forget(long deletion) {
        world.store().forget(project);
        world.store().deployments().unfinished(project).stream()
                .filter(waiting -> !(waiting.task() instanceof Task.Remove))
                .map(waiting -> waiting.deployment().id())
                .forEach(id -> world.store()
                        .deployments()
                        .finish(
                                id,
                                Status.CANCELLED,
                                List.of(),
                                project + " was deleted by deployment " + deletion + " before it began"));
    }
}
