package dev.berth.core.deploy;

/**
 * Takes down what happens in one deployment (or in a healing pass, which is only logged). It never
 * fails: what cannot be written down must not stop what is being done or taken back. Called from several threads.
 */
public interface DeploymentLog {
    /** @param stage title of the stage; empty for the whole */
    void record(String stage, DeploymentEvent.Happening happening);
}
