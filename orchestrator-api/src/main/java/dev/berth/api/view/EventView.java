package dev.berth.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.DeploymentEvent.Finished;
import dev.berth.core.deploy.DeploymentEvent.Happening;
import dev.berth.core.deploy.DeploymentEvent.Planned;
import dev.berth.core.deploy.DeploymentEvent.Progress;
import dev.berth.core.deploy.DeploymentEvent.StageDone;
import dev.berth.core.deploy.DeploymentEvent.StageSkipped;
import dev.berth.core.deploy.DeploymentEvent.StepDone;
import dev.berth.core.deploy.DeploymentEvent.StepFailed;
import dev.berth.core.deploy.DeploymentEvent.StepStarted;
import dev.berth.core.deploy.DeploymentEvent.Undone;
import java.time.Duration;
import java.time.Instant;

/**
 * An event of a deployment in a stream.
 *
 * @param kind {@code planned}, {@code step}, {@code progress}, {@code done}, {@code failed}, {@code undone}, {@code
 *     stage}, {@code skipped} or {@code finished}
 * @param text the plan, the step, the line, or how it ended
 * @param message why, for what has a reason
 * @param milliseconds how long it took: the step that is done, the deployment that is finished
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventView(
        long number,
        Instant at,
        String stage,
        String kind,
        String text,
        String message,
        String status,
        Long milliseconds) {
    private static EventView of(DeploymentEvent event) {
        return of(event, event.happening());
    }

    private static EventView of(DeploymentEvent event, Happening happening) {
        if (happening instanceof Planned planned) {
            return view(event, "planned", planned.plan(), null, null, null);
        }
        if (happening instanceof StepStarted started) {
            return view(event, "step", started.step(), started.cause(), null, null);
        }
        if (happening instanceof Progress progress) {
            return view(event, "progress", progress.line(), null, null, null);
        }
        if (happening instanceof StepDone done) {
            return view(event, "done", done.step(), null, null, done.milliseconds());
        }
        if (happening instanceof StepFailed failed) {
            return view(event, "failed", failed.step(), failed.message(), null, null);
        }
        if (happening instanceof Undone undone) {
            return view(event, "undone", undone.step(), undone.message(), null, null);
        }
        if (happening instanceof StageDone stage) {
            return view(event, "stage", stage.message(), null, stage.status().text(), null);
        }
        if (happening instanceof StageSkipped skipped) {
            return view(event, "skipped", skipped.why(), null, null, null);
        }
        Finished finished = (Finished) happening;
        return view(
                event, "finished", finished.message(), null, finished.status().text(), null);
    }

    private static EventView view(
            DeploymentEvent event, String kind, String text, String message, String status, Long milliseconds) {
        return new EventView(event.number(), event.at(), event.stage(), kind, text, message, status, milliseconds);
    }

    /** The same of a deployment that began at some time: how it ended says how long it took. */
    public static EventView of(DeploymentEvent event, Instant begun) {
        EventView view = of(event);
        long took = Math.max(0, Duration.between(begun, event.at()).toMillis());
        return view.endsDeployment()
                ? new EventView(view.number, view.at, view.stage, view.kind, view.text, view.message, view.status, took)
                : view;
    }

    /** Whether nothing comes after it. */
    public boolean endsDeployment() {
        return kind.equals("finished");
    }
}
