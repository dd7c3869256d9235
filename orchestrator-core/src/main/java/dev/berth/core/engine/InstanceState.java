package dev.berth.core.engine;

/** What an instance is doing, in the engine's terms. */
public enum InstanceState {
    /** Made, never started. */
    CREATED,
    RUNNING,
    PAUSED,
    /** Ended, and the engine itself is about to start it again. */
    RESTARTING,
    EXITED,
    /** The engine could not remove it. */
    DEAD
}
