package dev.berth.core.engine;

import dev.berth.core.project.ProjectName;

/** A hint that the engine's state changed. */
public sealed interface EngineEvent {
    /** Something of this project changed. */
    record Changed(ProjectName project, String what) implements EngineEvent {}

    /** The stream of events broke; others may have been missed. */
    record Disconnected(String why) implements EngineEvent {}

    /** The stream is there again: look at everything. */
    record Reconnected() implements EngineEvent {}
}
