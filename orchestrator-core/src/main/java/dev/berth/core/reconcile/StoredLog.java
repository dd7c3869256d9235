package dev.berth.core.reconcile;

import dev.berth.core.deploy.DeploymentEvent.Happening;
import dev.berth.core.deploy.DeploymentEvent.Progress;
import dev.berth.core.deploy.DeploymentEvent.StageDone;
import dev.berth.core.deploy.DeploymentEvent.StepStarted;
import dev.berth.core.deploy.DeploymentLog;
import dev.berth.core.plan.Stage;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.store.Deployments;
import dev.berth.core.store.StoreException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens in a deployment into the store, without the secrets in it. */
final class StoredLog implements DeploymentLog {
    private static final Logger LOG = LoggerFactory.getLogger(StoredLog.class);

    /** Of builds and pulls, for one deployment: a program that prints without end must not fill the disk. */
    private static final int LINES = 20_000;

    private final AtomicInteger printed = new AtomicInteger();
    private final Deployments deployments;
    private final long deployment;
    private final Masking masking;
    private final BiConsumer<ApplicationName, String> steps;
    private final Runnable told;

    /**
     * @param steps hears which step each application is at; an empty one when its stage is over
     * @param told runs after each event
     */
    StoredLog(
            Deployments deployments,
            long deployment,
            Masking masking,
            BiConsumer<ApplicationName, String> steps,
            Runnable told) {
        this.deployments = deployments;
        this.deployment = deployment;
        this.masking = masking;
        this.steps = steps;
        this.told = told;
    }

    @Override
    public void record(String stage, Happening happening) {
        if (happening instanceof Progress) {
            int lines = printed.incrementAndGet();
            if (lines > LINES) {
                return;
            }
            write(stage, lines < LINES ? happening : new Progress("… what else it prints is not kept"));
        } else {
            write(stage, happening);
        }
        if (Stage.isApplication(stage) && happening instanceof StepStarted started) {
            steps.accept(new ApplicationName(stage), started.step());
        } else if (Stage.isApplication(stage) && happening instanceof StageDone) {
            steps.accept(new ApplicationName(stage), "");
        }
        told.run();
    }

    private void write(String stage, Happening happening) {
        try {
            deployments.append(deployment, stage, masking.mask(happening));
        } catch (StoreException e) {
            // What is written last, the outcome, fails the deployment if need be; a lost event must not.
            LOG.warn("an event of deployment {} was lost: {}", deployment, e.getMessage());
        }
    }
}
