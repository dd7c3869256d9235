package dev.berth.core.reconcile;

/** Hears from lanes; must return at once. */
interface LaneListener {
    /** A deployment has a new event. */
    void told();

    /** A lane has looked at its project. */
    void looked(ProjectLane lane);
}
