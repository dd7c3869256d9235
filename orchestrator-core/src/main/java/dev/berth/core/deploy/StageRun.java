package dev.berth.core.deploy;

import dev.berth.core.plan.Action;
import dev.berth.core.plan.InstanceAction;
import dev.berth.core.plan.RouteAction;
import dev.berth.core.plan.Stage;
import dev.berth.core.plan.Step;
import dev.berth.core.plan.Target;
import dev.berth.core.release.InstanceName;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One execution of a stage; used once. Other threads may only {@link #cancel} and {@link #interrupt} it. */
final class StageRun {
    private final Stage stage;
    private final Target target;
    private final DeploymentLog log;
    private final Timekeeper time;
    private final Deque<Step> begun = new ArrayDeque<>();
    private Optional<Thread> worker = Optional.empty();
    private boolean cancelled;
    private boolean takingBack;
    private boolean committed;
    /** Whether what was started again was not asked whether it is well. */
    private boolean unasked;

    StageRun(Stage stage, Target target, DeploymentLog log, Timekeeper time) {
        this.stage = stage;
        this.target = new StageTarget(target, line -> log.record(stage.title(), new DeploymentEvent.Progress(line)));
        this.log = log;
        this.time = time;
    }

    /** Ends the step under way and has taken back what was done; what is being taken back already goes on. */
    synchronized void cancel() {
        cancelled = true;
        if (!takingBack) {
            interrupt();
        }
    }

    /** Ends the one call under way. */
    synchronized void interrupt() {
        worker.ifPresent(Thread::interrupt);
    }

    private synchronized void work(Optional<Thread> thread) {
        worker = thread;
    }

    private synchronized boolean isCancelled() {
        heedInterrupt();
        return cancelled;
    }

    StageOutcome run() {
        work(Optional.of(Thread.currentThread()));
        try {
            Optional<String> failure = steps();
            StageOutcome outcome = failure.map(this::ended)
                    .orElseGet(() -> new StageOutcome(stage.title(), StageOutcome.Result.DONE, "done"));
            log.record(stage.title(), new DeploymentEvent.StageDone(outcome.status(), outcome.message()));
            return outcome;
        } finally {
            work(Optional.empty());
        }
    }

    /** Why they ended early, if they did. */
    private Optional<String> steps() {
        for (int i = 0; i < stage.steps().size(); i++) {
            if (isCancelled()) {
                return Optional.of("cancelled before: " + stage.steps().get(i).action());
            }
            Optional<String> failure = step(i + 1, stage.steps().get(i));
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<String> step(int index, Step step) {
        String action = step.action().toString();
        Duration start = time.elapsed();
        try {
            log.record(stage.title(), new DeploymentEvent.StepStarted(index, action, step.cause()));
            begun.push(step);
            step.action().perform(target);
            if (step.action().commits()) {
                committed = true;
                begun.clear();
            }
            long took = time.elapsed().minus(start).toMillis();
            log.record(stage.title(), new DeploymentEvent.StepDone(index, action, took));
            return Optional.empty();
        } catch (RuntimeException e) {
            String message = isCancelled() ? "cancelled during: " + action : message(e);
            log.record(stage.title(), new DeploymentEvent.StepFailed(index, action, message));
            return Optional.of(message);
        }
    }

    /** An interrupt is meant for the call under way, and not for the next one too. */
    private synchronized void heedInterrupt() {
        cancelled |= Thread.interrupted();
    }

    private synchronized void beginTakingBack() {
        takingBack = true;
        heedInterrupt();
    }

    private StageOutcome ended(String failure) {
        beginTakingBack();
        List<String> notTakenBack = takeBack();
        StageOutcome.Result result = isCancelled() ? StageOutcome.Result.CANCELLED : StageOutcome.Result.FAILED;
        return new StageOutcome(stage.title(), result, joined(failure, whatIsSo(notTakenBack)));
    }

    /** Behind the last lines of an instance on a line of its own. */
    private static String joined(String failure, String now) {
        if (now.isEmpty()) {
            return failure;
        }
        return failure + (failure.contains("\n") ? "\n" : "; ") + now;
    }

    private String whatIsSo(List<String> notTakenBack) {
        if (!notTakenBack.isEmpty()) {
            return "this could not be taken back and is left to healing: " + String.join("; ", notTakenBack);
        }
        if (committed) {
            return stage.accepted();
        }
        return unasked ? "what ran before was started again; nobody waited until it is well" : stage.otherwise();
    }

    /**
     * In reverse, the failed step too, since it may have done a part; what fails here does not stop the others, but for two
     * things. Where an instance could not be removed none is started: it was stopped because the two may not run side by
     * side. Where requests could not be led back nothing more is taken away: they may still be led to it.
     */
    private List<String> takeBack() {
        List<String> failures = new ArrayList<>();
        boolean inTheWay = false;
        boolean notStarted = false;
        while (!begun.isEmpty()) {
            Step step = begun.pop();
            for (Action planned : step.undo()) {
                Optional<Action> chosen = isCancelled() ? planned.inHurry() : Optional.of(planned);
                boolean asks = planned instanceof InstanceAction.AwaitHealthy;
                unasked |= asks && chosen.isEmpty();
                if (chosen.isEmpty() || asks && notStarted) {
                    continue;
                }
                Action undo = chosen.get();
                Optional<String> failure = inTheWay && undo instanceof InstanceAction.StartInstance
                        ? Optional.of("not tried, because what it made room for may still run")
                        : takeBack(undo);
                notStarted = undo instanceof InstanceAction.StartInstance && failure.isPresent();
                inTheWay |= failure.isPresent() && undo instanceof InstanceAction.RemoveInstance;
                failure.ifPresent(why -> failures.add(undo + ": " + why));
                if (failure.isPresent() && leadsElsewhere(step.action(), undo)) {
                    failures.add(stillLed(step.action()));
                    begun.clear();
                    return failures;
                }
            }
        }
        return failures;
    }

    /** What only made a trial possible, or put an end to one, left everybody where he was. */
    private static boolean leadsElsewhere(Action change, Action undo) {
        return undo instanceof RouteAction.PublishRoutes back
                && !(change instanceof RouteAction.PublishRoutes there
                        && there.routes().instances().equals(back.routes().instances()));
    }

    private static String stillLed(Action change) {
        List<InstanceName> led = change instanceof RouteAction.PublishRoutes publish
                ? publish.routes().instances()
                : change instanceof InstanceAction.Leave leave ? leave.instances() : List.of();
        String to = led.isEmpty()
                ? "nowhere"
                : led.stream().map(InstanceName::toString).collect(Collectors.joining(", ", "to ", ""));
        return "until then requests may be led " + to + ", so nothing more was taken back";
    }

    private Optional<String> takeBack(Action undo) {
        try {
            undo.perform(target);
            log.record(stage.title(), new DeploymentEvent.Undone(undo.toString(), ""));
            return Optional.empty();
        } catch (RuntimeException e) {
            heedInterrupt();
            log.record(stage.title(), new DeploymentEvent.Undone(undo.toString(), message(e)));
            return Optional.of(message(e));
        }
    }

    private static String message(RuntimeException failure) {
        boolean bug = failure instanceof IllegalStateException || failure.getMessage() == null;
        return bug ? "a bug in Berth: " + failure : failure.getMessage();
    }
}
