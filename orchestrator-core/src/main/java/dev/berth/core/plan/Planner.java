package dev.berth.core.plan;

import dev.berth.core.engine.ObservedState;
import dev.berth.core.release.DesiredState;
import dev.berth.core.route.RouteSnapshot;

/** Finds the way from what is to what should be. Pure: the same situation always gives the same plan. */
public final class Planner {
    private Planner() {}

    /** What is to be done in this situation; empty when everything is so already. */
    public static Plan plan(Situation situation) {
        throw new UnsupportedOperationException("being built " + situation);
    }

    /**
     * What takes a whole project away.
     *
     * @param volumes whether its volumes go too; no other plan removes one
     */
    public static Plan removal(ObservedState observed, DesiredState accepted, RouteSnapshot routes, boolean volumes) {
        throw new UnsupportedOperationException("being built " + observed + accepted + routes + volumes);
    }
}
