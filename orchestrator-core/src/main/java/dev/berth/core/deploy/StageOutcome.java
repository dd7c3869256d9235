package dev.berth.core.deploy;

/**
 * How one stage of a plan went.
 *
 * @param title of the stage: an application's name, or what concerns the whole project
 * @param message why it failed and what is so now; what was done, when it did not
 */
public record StageOutcome(String title, Result result, String message) {
    /** How it ended. */
    public enum Result {
        DONE,
        /** Taken back, unless the new release was accepted before. */
        FAILED,
        /** Taken back, on a user's wish. */
        CANCELLED,
        /** Not attempted, because what it depends on did not succeed. */
        SKIPPED
    }

    /** The same as a deployment says it; what was not attempted counts as cancelled. */
    public Deployment.Status status() {
        return switch (result) {
            case DONE -> Deployment.Status.SUCCEEDED;
            case FAILED -> Deployment.Status.FAILED;
            case CANCELLED, SKIPPED -> Deployment.Status.CANCELLED;
        };
    }
}
