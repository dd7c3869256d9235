package dev.berth.core.reconcile;

import dev.berth.core.deploy.Errand;
import dev.berth.core.engine.EngineException;
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
import dev.berth.core.route.RouteException;
import dev.berth.core.store.StoreException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Keeps true what was accepted: looks, plans, repairs; what needs repair again and again is left alone for longer. Only
 * the lane's own thread calls it.
 */
final class Healing {
    private final ProjectName project;
    private final World world;
    private final Optional<DesiredState> builtIn;
    private final HealthWatch watch;
    private final RepairLedger ledger;
    private final BooleanSupplier changed;
    private final BiConsumer<DesiredState, ObservedState> seen;
    private final Runnable told;
    /** What is left undone although nothing stands in its way but its time, or is now to be done. */
    private Set<String> leftAlone = Set.of();

    private Set<String> lastBusy = Set.of();

    /**
     * @param builtIn what a project of Berth's own wants, without any order
     * @param changed whether something may have changed since this was asked last
     * @param seen hears what was accepted and observed, at each look
     * @param told runs when there is something new in the store
     */
    Healing(
            ProjectName project,
            World world,
            Optional<DesiredState> builtIn,
            HealthWatch watch,
            RepairLedger ledger,
            BooleanSupplier changed,
            BiConsumer<DesiredState, ObservedState> seen,
            Runnable told) {
        this.project = project;
        this.world = world;
        this.builtIn = builtIn;
        this.watch = watch;
        this.ledger = ledger;
        this.changed = changed;
        this.seen = seen;
        this.told = told;
    }

    /** After what time there is something to do of itself; empty when nothing waits for its time. */
    Optional<Duration> pause() {
        return leftAlone.isEmpty()
                ? Optional.empty()
                : Optional.of(ledger.pause(leftAlone, world.time().elapsed()));
    }

    /** Whether the time of something that was left alone has come. */
    boolean isDue() {
        return pause().filter(Duration::isZero).isPresent();
    }

    /** Asks the engine what is so now. */
    ObservedState look() {
        return note(world.store().accepted().state(project), world.engine().observe(project), Set.of());
    }

    /** The same for somebody who cannot wait: see {@link dev.berth.core.engine.Engine#observe(ProjectName, Duration)}. */
    ObservedState look(Duration within) {
        return note(world.store().accepted().state(project), world.engine().observe(project, within), Set.of());
    }

    private ObservedState note(DesiredState accepted, ObservedState observed, Set<String> busy) {
        watch.watch(accepted, observed, busy);
        seen.accept(accepted, observed);
        return observed;
    }

    /**
     * One look and what it calls for.
     *
     * @param lately what the engine said just before; empty: it is asked
     */
    void pass(Optional<ObservedState> lately) {
        Duration began = world.time().elapsed();
        DesiredState accepted = world.store().accepted().state(project);
        ObservedState observed =
                note(accepted, lately.orElseGet(() -> world.engine().observe(project)), Set.of());
        Plan plan = due(accepted, observed, began);
        if (lately.isPresent() && !plan.isEmpty()) {
            observed = note(accepted, world.engine().observe(project), Set.of());
            plan = due(accepted, observed, began);
        }
        if (!plan.isEmpty()) {
            repair(plan, accepted, observed, began);
        } else if (ledger.holdsAny(began)) {
            rest(accepted, observed);
        } else {
            leftAlone = Set.of();
            ledger.wellAgain();
        }
    }

    private void repair(Plan plan, DesiredState accepted, ObservedState observed, Duration began) {
        lastBusy = plan.titles();
        leftAlone = ledger.holdsAny(began) ? undone(accepted, observed, lastBusy) : Set.of();
        world.executor().repair(errand(plan, observed, began), busy -> meanwhile(busy, Set::of));
        DesiredState kept = world.store().accepted().state(project);
        rest(kept, note(kept, world.engine().observe(project), Set.of()));
    }

    /** Finds out whether something is left undone because its time has not come. */
    private void rest(DesiredState accepted, ObservedState observed) {
        leftAlone = undone(accepted, observed, Set.of());
        if (leftAlone.isEmpty()) {
            ledger.wellAgain();
        }
    }

    /**
     * What is to be repaired beside what is carried out now; empty when nothing has changed, or it can wait.
     *
     * @param busy titles of the stages that are not over
     * @param untouched of those that are to be left as they are; asked only when it matters
     */
    Optional<Errand> meanwhile(Set<String> busy, Supplier<Set<String>> untouched) {
        boolean news = changed.getAsBoolean();
        boolean worthALook = news || isDue() || !busy.equals(lastBusy);
        lastBusy = busy;
        if (!worthALook || busy.contains(Stage.PREPARE)) {
            return Optional.empty();
        }
        try {
            Set<String> all = new TreeSet<>(busy);
            all.addAll(untouched.get());
            return beside(all);
        } catch (EngineException | RouteException | StoreException e) {
            // The look that comes after what is carried out now meets the same, and says so.
            leftAlone = Set.of();
            return Optional.empty();
        }
    }

    private Optional<Errand> beside(Set<String> busy) {
        Duration began = world.time().elapsed();
        DesiredState accepted = world.store().accepted().state(project);
        ObservedState observed = note(accepted, world.engine().observe(project), busy);
        Plan plan = urgent(due(accepted, observed, began), busy);
        Set<String> busyThen = new TreeSet<>(busy);
        busyThen.addAll(plan.titles());
        leftAlone = ledger.holdsAny(began) ? undone(accepted, observed, busyThen) : Set.of();
        return plan.isEmpty() ? Optional.empty() : Optional.of(errand(plan, observed, began));
    }

    private Errand errand(Plan plan, ObservedState observed, Duration began) {
        Masking masking = new Masking(world.store().secrets().everyValue(project));
        return new Errand(
                plan, LaneTarget.healing(world), new Repair(world, ledger, masking, plan, observed, began, told));
    }

    private Set<String> undone(DesiredState accepted, ObservedState observed, Set<String> busy) {
        Plan all = plan(accepted, observed, Map.of());
        Set<String> titles = busy.isEmpty() ? all.titles() : urgent(all, busy).titles();
        Duration now = world.time().elapsed();
        boolean blocked = titles.contains(Stage.PREPARE) && ledger.holds(Stage.PREPARE, now);
        if (blocked) {
            return Set.of(Stage.PREPARE);
        }
        Set<String> timed = new TreeSet<>(titles);
        Plan held = held(accepted, observed, now);
        held.waiting().keySet().forEach(name -> timed.remove(name.text()));
        if (isCleanUpHeld(held, now)) {
            timed.remove(Stage.CLEAN_UP);
        }
        return timed;
    }

    /** What may be done while some are left alone for a while; takes down who waits for those. */
    private Plan held(DesiredState accepted, ObservedState observed, Duration now) {
        Plan plan = plan(accepted, observed, ledger.held(now));
        ledger.waits(plan.waiting());
        return plan;
    }

    /** Without what is left alone for a while; nothing at all while that is what everything else stands on. */
    private Plan due(DesiredState accepted, ObservedState observed, Duration now) {
        Plan plan = held(accepted, observed, now);
        boolean blocked = plan.titles().contains(Stage.PREPARE) && ledger.holds(Stage.PREPARE, now);
        boolean untidy = isCleanUpHeld(plan, now);
        return plan.only(stage -> !blocked
                && !(untidy && stage.title().equals(Stage.CLEAN_UP))
                && (Stage.isApplication(stage.title())
                        ? !ledger.holdsRoutes(stage.title(), now)
                        : !ledger.holds(stage.title(), now)));
    }

    /** While requests may be led to what is to be taken away. */
    private boolean isCleanUpHeld(Plan plan, Duration now) {
        return plan.titles().stream().anyMatch(title -> ledger.holdsRoutes(title, now));
    }

    /** What does not depend on anything busy, which is left alone; what is left over can be taken away later. */
    private static Plan urgent(Plan plan, Set<String> busy) {
        return plan.only(stage -> !stage.title().equals(Stage.CLEAN_UP)
                        && !busy.contains(stage.title())
                        && Collections.disjoint(stage.after(), busy))
                .sparing(busy);
    }

    private Plan plan(DesiredState accepted, ObservedState observed, Map<ApplicationName, String> leftAlone) {
        Map<InstanceName, String> sick = new TreeMap<>();
        watch.health().forEach((name, health) -> {
            if (health.state() == InstanceHealth.State.UNHEALTHY) {
                sick.put(name, "its health check failed " + health.failures() + " times: " + health.why());
            }
        });
        Map<ApplicationName, String> held = new TreeMap<>(leftAlone);
        observed.instances().stream()
                .filter(i -> i.state() == InstanceState.RESTARTING)
                .forEach(i -> held.put(i.name().release().application(), "the engine itself is starting it again"));
        return Planner.plan(new Situation(
                builtIn.map(own -> RequestedStates.pinned(own, accepted, List.of()))
                        .orElse(accepted),
                accepted,
                observed,
                world.routes().observe(project),
                builtIn.isPresent() ? Situation.Purpose.DEPLOY : Situation.Purpose.HEAL,
                world.proxied() && !project.equals(ProjectName.PROXY),
                sick.keySet(),
                sick,
                held,
                OptionalLong.empty()));
    }
}
