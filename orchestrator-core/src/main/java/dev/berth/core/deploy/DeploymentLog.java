package dev.berth.core.deploy;

/** Takes down what happens in one deployment (or in a healing pass, which is only logged). */
public interface DeploymentLog {
    /** @param stage title of the stage; empty for the whole */
    void record(String stage, DeploymentEvent.Happening happening);
}
