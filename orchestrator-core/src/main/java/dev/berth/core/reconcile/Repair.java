package dev.berth.core.reconcile;

import dev.berth.core.deploy.DeploymentEvent.Happening;
import dev.berth.core.deploy.DeploymentEvent.StageDone;
import dev.berth.core.deploy.DeploymentLog;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.plan.InstanceAction;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Stage;
import dev.berth.core.plan.Step;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what came of each stage of a plan that heals, as soon as it is over.
 *
 * @param before what the plan was made from, {@code began} when
 * @param told runs when there is something new in the store
 */
record Repair(
        World world,
        RepairLedger ledger,
        Masking masking,
        Plan plan,
        ObservedState before,
        Duration began,
        Runnable told)
        implements DeploymentLog {
    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);

    @Override
    public void record(String stage, Happening happening) {
        if (happening instanceof StageDone done) {
            switch (done.status()) {
                case SUCCEEDED -> healed(stage);
                case FAILED -> failed(stage, masking.mask(done.message()));
                case QUEUED, RUNNING, ROLLED_BACK, CANCELLED -> {
                    // It gave way to an order.
                }
            }
        }
    }

    private Stream<Step> steps(String stage) {
        return plan.only(s -> s.title().equals(stage)).stages().stream().flatMap(s -> s.steps().stream());
    }

    /** Also when it did not help: the instance was started nevertheless. */
    private void countStarts(String stage) {
        steps(stage).forEach(step -> {
            if (step.action() instanceof InstanceAction.StartInstance start) {
                ledger.started(start.start().name());
            }
        });
    }

    /** Whether the step is called for by what somebody did, and not by how the application behaves. */
    private boolean isAgainstDisturbance(Step step) {
        if (step.action() instanceof InstanceAction.StopInstance
                || step.action() instanceof InstanceAction.RemoveInstance) {
            return false;
        }
        return !(step.action() instanceof InstanceAction.StartInstance start)
                || before.instances().stream()
                        .filter(i -> i.name().equals(start.start().name()))
                        .allMatch(Repair::isDisturbed);
    }

    /** What ends by itself is started again by the engine, which leaves alone what somebody stopped. */
    private static boolean isDisturbed(ObservedInstance instance) {
        return instance.state() == InstanceState.PAUSED
                || instance.state() == InstanceState.EXITED
                        && !instance.engineRestart().equals("no")
                        && !instance.oomKilled();
    }

    private void healed(String stage) {
        countStarts(stage);
        if (steps(stage).allMatch(this::isAgainstDisturbance)) {
            ledger.disturbed(stage, began);
        } else {
            ledger.repaired(stage, began);
        }
        Duration took = world.time().elapsed().minus(began);
        String said = masking.mask(HealingReport.of(stage, plan, before, took));
        LOG.info("{}", said);
        tell("healed", stage, said);
    }

    private void failed(String stage, String why) {
        countStarts(stage);
        boolean leftAlone = Stage.isApplication(stage) && ledger.holds(stage, began);
        if (leftAlone ? ledger.notLed(stage, why) : ledger.failed(stage, began, why)) {
            LOG.warn("{}/{} could not be healed: {}", plan.project(), stage, why);
            tell("failed", stage, "could not be healed: " + why);
        }
    }

    private void tell(String kind, String stage, String message) {
        Optional<ApplicationName> application =
                Stage.isApplication(stage) ? Optional.of(new ApplicationName(stage)) : Optional.empty();
        try {
            world.store()
                    .occurrences()
                    .add(kind, Optional.of(plan.project()), application, OptionalLong.empty(), message);
        } catch (StoreException e) {
            LOG.warn("it was not written down that {}: {}", message, e.getMessage());
        }
        told.run();
    }
}
