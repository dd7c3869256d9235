package dev.berth.core.plan;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One action, why, and what takes it back when it or a later step of its stage fails.
 *
 * @param cause in words a user would use
 * @param undo in order; each is harmless when the action did not happen
 */
public record Step(Action action, String cause, List<Action> undo) {
    public Step {
        undo = List.copyOf(undo);
    }

    public static Step of(Action action, String cause, Action... undo) {
        return new Step(action, cause, List.of(undo));
    }

    @Override
    public String toString() {
        return undo.isEmpty() ? line() : line() + "  else " + undoText();
    }

    /** The action and its cause. */
    public String line() {
        return action + "  (" + cause + ")";
    }

    private String undoText() {
        return undo.stream().map(Action::toString).collect(Collectors.joining(", "));
    }
}
