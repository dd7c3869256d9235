package dev.berth.core.plan;

import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.RouteSnapshot;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Everything a plan is made from.
 *
 * @param wanted what this plan brings about: the requested state for a deployment, the accepted one for healing
 * @param accepted what was last proven
 * @param purpose whether a user ordered it, or nobody did
 * @param proxied whether there is a reverse proxy to join and to publish routes to
 * @param unhealthy running instances that fail their health check: they get no traffic while a sibling passes it
 * @param replace instances that are to give way to a new one of the same release, with the cause (restart, unhealthy)
 * @param held applications left alone for now, with the cause (backing off, the engine is restarting it); only a dead
 *     instance is taken out of their routes
 * @param underWay the deployment whose work this plan comes upon; none when it is made to be carried out now
 */
public record Situation(
        DesiredState wanted,
        DesiredState accepted,
        ObservedState observed,
        RouteSnapshot routes,
        Purpose purpose,
        boolean proxied,
        Set<InstanceName> unhealthy,
        Map<InstanceName, String> replace,
        Map<ApplicationName, String> held,
        OptionalLong underWay) {
    /** Why a plan is made. */
    public enum Purpose {
        /** A user ordered it: what ended for good is started again. */
        DEPLOY,
        /** Nobody did: what ended for good, by its restart policy, stays so. */
        HEAL
    }

    public Situation {
        unhealthy = Set.copyOf(unhealthy);
        replace = Map.copyOf(replace);
        held = Map.copyOf(held);
    }

    /** Bringing about {@code wanted} on a user's order, nothing special being known. */
    public static Situation deploying(
            DesiredState wanted, DesiredState accepted, ObservedState observed, RouteSnapshot routes) {
        return new Situation(
                wanted,
                accepted,
                observed,
                routes,
                Purpose.DEPLOY,
                true,
                Set.of(),
                Map.of(),
                Map.of(),
                OptionalLong.empty());
    }

    /** Keeping true what was accepted, nothing special being known. */
    public static Situation healing(DesiredState accepted, ObservedState observed, RouteSnapshot routes) {
        return new Situation(
                accepted,
                accepted,
                observed,
                routes,
                Purpose.HEAL,
                true,
                Set.of(),
                Map.of(),
                Map.of(),
                OptionalLong.empty());
    }

    boolean isHealing() {
        return purpose == Purpose.HEAL;
    }

    public Situation withProxied(boolean now) {
        return new Situation(wanted, accepted, observed, routes, purpose, now, unhealthy, replace, held, underWay);
    }

    public Situation withUnhealthy(Set<InstanceName> now) {
        return new Situation(wanted, accepted, observed, routes, purpose, proxied, now, replace, held, underWay);
    }

    public Situation withReplace(Map<InstanceName, String> now) {
        return new Situation(wanted, accepted, observed, routes, purpose, proxied, unhealthy, now, held, underWay);
    }

    public Situation withHeld(Map<ApplicationName, String> now) {
        return new Situation(wanted, accepted, observed, routes, purpose, proxied, unhealthy, replace, now, underWay);
    }

    public Situation withUnderWay(OptionalLong now) {
        return new Situation(wanted, accepted, observed, routes, purpose, proxied, unhealthy, replace, held, now);
    }

    /** Why there is what is neither wanted nor accepted. */
    String causeOfStrays() {
        return underWay.isPresent()
                ? "of deployment " + underWay.getAsLong() + ", which is under way"
                : "left over from an interrupted deployment";
    }
}
