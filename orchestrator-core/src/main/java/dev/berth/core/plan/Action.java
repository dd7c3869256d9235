package dev.berth.core.plan;

import java.util.Optional;

/** One change of the world. Its text form is what a plan prints. Every action is idempotent by name. */
public sealed interface Action permits ProjectAction, InstanceAction, RouteAction {
    void perform(Target target);

    /** Whether what was done up to and with this action stays done, whatever fails later. */
    default boolean commits() {
        return false;
    }

    /** What is done instead by who is in a hurry, since somebody waits for the end of a cancelled deployment. */
    default Optional<Action> inHurry() {
        return Optional.of(this);
    }
}
