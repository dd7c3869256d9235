package dev.berth.api.view;

import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.DeploymentEvent.StepDone;
import dev.berth.core.deploy.DeploymentEvent.StepFailed;
import dev.berth.core.deploy.DeploymentEvent.StepStarted;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One step of a deployment in an answer, as its events tell it.
 *
 * @param status {@code running}, {@code succeeded} or {@code failed}
 * @param milliseconds how long it took, once it is done
 */
public record StepView(String stage, String step, String cause, String status, Long milliseconds, String message) {
    private record Key(String stage, int index) {}

    /** The steps in the order in which they began. */
    static List<StepView> of(Collection<DeploymentEvent> events) {
        Map<Key, StepView> steps = new LinkedHashMap<>();
        for (DeploymentEvent event : events) {
            if (event.happening() instanceof StepStarted started) {
                steps.put(
                        new Key(event.stage(), started.index()),
                        new StepView(event.stage(), started.step(), started.cause(), "running", null, ""));
            }
            if (event.happening() instanceof StepDone done) {
                steps.computeIfPresent(new Key(event.stage(), done.index()), (key, step) -> step.done(done));
            }
            if (event.happening() instanceof StepFailed failed) {
                steps.computeIfPresent(new Key(event.stage(), failed.index()), (key, step) -> step.failed(failed));
            }
        }
        return List.copyOf(steps.values());
    }

    private StepView done(StepDone done) {
        return new StepView(stage, step, cause, "succeeded", done.milliseconds(), "");
    }

    private StepView failed(StepFailed failed) {
        return new StepView(stage, step, cause, "failed", null, failed.message());
    }
}
