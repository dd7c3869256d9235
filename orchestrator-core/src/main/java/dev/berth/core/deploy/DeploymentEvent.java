package dev.berth.core.deploy;

import java.time.Instant;

/**
 * Something that happened in a deployment, numbered from 1 without gaps.
 *
 * @param stage title of the stage it belongs to; empty for the deployment as a whole
 */
public record DeploymentEvent(long number, Instant at, String stage, Happening happening) {
    /** What happened. */
    public sealed interface Happening {}

    /** The plan, as text; empty when there is nothing to do. */
    public record Planned(String plan) implements Happening {}

    public record StepStarted(int index, String step, String cause) implements Happening {}

    /** A line of a build, a pulled layer, a failed probe. */
    public record Progress(String line) implements Happening {}

    public record StepDone(int index, String step, long milliseconds) implements Happening {}

    public record StepFailed(int index, String step, String message) implements Happening {}

    /** Taking back what a failed stage had begun. */
    public record Undone(String step, String message) implements Happening {}

    public record StageDone(Deployment.Status status, String message) implements Happening {}

    /** Not attempted, because something it depends on failed. */
    public record StageSkipped(String why) implements Happening {}

    public record Finished(Deployment.Status status, String message) implements Happening {}
}
