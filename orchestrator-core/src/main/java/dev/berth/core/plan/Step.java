package dev.berth.core.plan;

import java.util.Optional;

/**
 * One action, why, and what takes it back when a later step of its stage fails.
 *
 * @param cause in words a user would use
 */
public record Step(Action action, String cause, Optional<Action> undo) {
    public static Step of(Action action, String cause) {
        return new Step(action, cause, Optional.empty());
    }

    public static Step of(Action action, String cause, Action undo) {
        return new Step(action, cause, Optional.of(undo));
    }

    @Override
    public String toString() {
        String line = action + "  (" + cause + ")";
        return undo.map(u -> line + "  else " + u).orElse(line);
    }
}
