package dev.berth.core.release;

import dev.berth.core.project.Template;
import java.util.Optional;

/** What a value can be referred to by: {@code X} of an application's own env, {@code project.X} of the shared one. */
record ValueName(boolean isShared, String name) implements Comparable<ValueName> {
    /**
     * The value that a piece refers to; empty for what is no reference to a value.
     *
     * @param fromShared whether the piece stands within a shared value, where either spelling means a shared one
     */
    static Optional<ValueName> of(Template.Piece piece, boolean fromShared) {
        if (piece instanceof Template.SharedReference reference) {
            return Optional.of(new ValueName(true, reference.name()));
        }
        return piece instanceof Template.OwnReference reference
                ? Optional.of(new ValueName(fromShared, reference.name()))
                : Optional.empty();
    }

    @Override
    public int compareTo(ValueName other) {
        int byScope = Boolean.compare(isShared, other.isShared);
        return byScope != 0 ? byScope : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return (isShared ? "project." : "") + name;
    }
}
