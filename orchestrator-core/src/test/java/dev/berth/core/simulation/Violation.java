package dev.berth.core.simulation;

/** An invariant of the design does not hold. An {@link Error}, so that nothing in the program takes it for a failure. */
final class Violation extends Error {
    private static final long serialVersionUID = 1;
    private final String invariant;

    /** @param invariant which one, in words that do not depend on the case */
    Violation(String invariant, String how) {
        super(invariant + ": " + how);
        this.invariant = invariant;
    }

    String invariant() {
        return invariant;
    }
}
