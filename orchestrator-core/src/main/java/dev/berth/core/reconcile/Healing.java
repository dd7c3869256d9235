package dev.berth.core.reconcile;

import dev.berth.core.deploy.PlanOutcome;
import dev.berth.core.deploy.StageOutcome;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Planner;
import dev.berth.core.plan.Situation;
import dev.berth.core.plan.Stage;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.InstanceName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps true what was accepted: looks, plans, repairs; what needs repair again and again is left alone for longer. */
final class Healing {
    private static final Logger LOG = LoggerFactory.getLogger(Healing.class);

    private final ProjectName project;
    private final World world;
    private final Optional<DesiredState> builtIn;
    private final HealthWatch watch;
    private final Map<ApplicationName, Backoff> backoffs = new TreeMap<>();
    private final Map<ApplicationName, String> failures = new TreeMap<>();
    private final Backoff common;
    private String trouble = "";
    private boolean waiting;

    Healing(ProjectName project, World world, Optional<DesiredState> builtIn, HealthWatch watch) {
        this.project = project;
        this.world = world;
        this.builtIn = builtIn;
        this.watch = watch;
        this.common = new Backoff(world.random());
    }

    /** Why the project as a whole could not be repaired; empty when it could. */
    String trouble() {
        return trouble;
    }

    /** How long there is nothing to do of itself; negative when nothing waits for its time. */
    synchronized Duration pause() {
        Duration now = world.time().elapsed();
        if (!waiting) {
            return Duration.ofSeconds(-1);
        }
        Duration shortest = backoffs.values().stream()
                .map(b -> b.pause(now))
                .filter(p -> p.compareTo(Duration.ZERO) > 0)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
        Duration all = common.pause(now);
        return all.compareTo(shortest) > 0 ? all : shortest;
    }

    synchronized Map<ApplicationName, ApplicationNote> notes() {
        Duration now = world.time().elapsed();
        Instant clock = world.time().now();
        Map<ApplicationName, ApplicationNote> found = new HashMap<>();
        backoffs.forEach((name, backoff) -> found.put(
                name,
                new ApplicationNote(
                        failures.getOrDefault(name, ""),
                        backoff.holds(now) && failures.containsKey(name)
                                ? Optional.of(clock.plus(backoff.pause(now)))
                                : Optional.empty(),
                        backoff.repairs())));
        return found;
    }

    /** A user acted on this application: what went wrong before counts no more. */
    synchronized void begunAnew(ApplicationName application) {
        backoffs.remove(application);
        failures.remove(application);
        common.reset();
    }

    /** A user acted on the whole project. */
    synchronized void begunAnew() {
        backoffs.clear();
        failures.clear();
        common.reset();
    }

    /** What concerns the project as a whole may be tried again at once. */
    synchronized void retryCommon() {
        common.reset();
    }

    /**
     * One look and what it calls for.
     *
     * @param lately what the engine said just before; empty: it is asked
     * @param seen hears what was accepted and observed
     */
    void pass(Optional<ObservedState> lately, BiConsumer<DesiredState, ObservedState> seen) {
        Duration began = world.time().elapsed();
        DesiredState accepted = world.store().accepted().state(project);
        ObservedState observed = lately.orElseGet(() -> world.engine().observe(project));
        Plan plan = plan(accepted, observed, began, seen);
        if (lately.isPresent() && !plan.isEmpty()) {
            observed = world.engine().observe(project);
            plan = plan(accepted, observed, began, seen);
        }
        if (plan.isEmpty()) {
            rest(accepted, observed, began);
            return;
        }
        repair(plan, observed, began, seen);
    }

    private Plan plan(
            DesiredState accepted, ObservedState observed, Duration now, BiConsumer<DesiredState, ObservedState> seen) {
        watch.watch(accepted, observed);
        seen.accept(accepted, observed);
        return common.holds(now)
                ? new Plan(project, List.of())
                : Planner.plan(situation(accepted, observed, now, true));
    }

    private void repair(
            Plan plan, ObservedState observed, Duration began, BiConsumer<DesiredState, ObservedState> seen) {
        LaneTarget target = LaneTarget.of(world, 0, OptionalLong.empty(), "healing");
        PlanOutcome outcome = world.executor().execute(plan, target, (stage, happening) -> {});
        ObservedState after = world.engine().observe(project);
        DesiredState kept = world.store().accepted().state(project);
        watch.watch(kept, after);
        Masking masking = new Masking(world.store().secrets().everyValue(project));
        outcome.stages().forEach(stage -> note(stage, plan, observed, began, masking));
        rest(kept, after, world.time().elapsed());
        seen.accept(kept, after);
    }

    private Situation situation(DesiredState accepted, ObservedState observed, Duration now, boolean leaveAlone) {
        Map<InstanceName, String> replace = new TreeMap<>();
        Map<ApplicationName, String> held = new TreeMap<>();
        watch.health().forEach((name, health) -> {
            if (health.state() == InstanceHealth.State.UNHEALTHY) {
                replace.put(name, "its health check failed " + health.failures() + " times: " + health.why());
            }
        });
        observed.instances().stream()
                .filter(i -> i.state() == InstanceState.RESTARTING)
                .forEach(i -> held.put(i.name().release().application(), "the engine itself is starting it again"));
        if (leaveAlone) {
            backoffs.forEach((name, backoff) -> {
                if (backoff.holds(now)) {
                    held.put(name, "left alone for a while after " + backoff.repairs() + " repairs");
                }
            });
        }
        return new Situation(
                builtIn.map(own -> RequestedStates.pinned(own, accepted)).orElse(accepted),
                accepted,
                observed,
                world.routes().observe(project),
                builtIn.isPresent() ? Situation.Purpose.DEPLOY : Situation.Purpose.HEAL,
                world.proxied() && !project.equals(ProjectName.PROXY),
                replace.keySet(),
                replace,
                held);
    }

    /** Finds out whether something is left undone only because its time has not come. */
    private synchronized void rest(DesiredState accepted, ObservedState observed, Duration now) {
        boolean any = common.holds(now) || backoffs.values().stream().anyMatch(b -> b.holds(now));
        waiting = any
                && (common.holds(now)
                        || !Planner.plan(situation(accepted, observed, now, false))
                                .isEmpty());
        if (!waiting) {
            failures.clear();
            trouble = "";
        }
    }

    private synchronized void note(
            StageOutcome stage, Plan plan, ObservedState before, Duration began, Masking masking) {
        Duration now = world.time().elapsed();
        boolean whole = !Stage.isApplication(stage.title());
        Backoff backoff = whole
                ? common
                : backoffs.computeIfAbsent(new ApplicationName(stage.title()), n -> new Backoff(world.random()));
        Optional<ApplicationName> application =
                whole ? Optional.empty() : Optional.of(new ApplicationName(stage.title()));
        switch (stage.result()) {
            case DONE -> {
                if (!whole) {
                    backoff.repaired(now);
                    failures.remove(application.get());
                }
                String said = masking.mask(HealingReport.of(stage.title(), plan, before, now.minus(began)));
                LOG.info("{}", said);
                tell("healed", application, said);
            }
            case FAILED -> {
                backoff.repaired(now);
                String said = masking.mask(stage.message());
                String last = whole ? trouble : failures.getOrDefault(application.get(), "");
                if (whole) {
                    trouble = said;
                } else {
                    failures.put(application.get(), said);
                }
                if (!said.equals(last)) {
                    LOG.warn("{}/{} could not be healed: {}", project, stage.title(), said);
                    tell("failed", application, "could not be healed: " + said);
                }
            }
            case CANCELLED, SKIPPED -> {}
        }
    }

    private void tell(String kind, Optional<ApplicationName> application, String message) {
        world.store().occurrences().add(kind, Optional.of(project), application, OptionalLong.empty(), message);
    }
}
