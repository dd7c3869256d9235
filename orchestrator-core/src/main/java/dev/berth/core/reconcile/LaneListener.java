package dev.berth.core.reconcile;

/** What lanes have around them; must return at once. */
interface LaneListener {
    /** There is something new in the store. */
    void told();

    /** A lane has looked at its project. */
    void looked(ProjectLane lane);

    /** Whether one deployment more may run now; who was let in says {@link #leave} when it is over. */
    boolean enter();

    void leave();

    /** Why the reverse proxy does not run; empty when it does, or is not Berth's own. */
    String proxyTrouble();
}
