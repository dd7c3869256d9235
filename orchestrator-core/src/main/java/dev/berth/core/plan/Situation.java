package dev.berth.core.plan;

import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.RouteSnapshot;
import java.util.Map;
import java.util.Set;

/**
 * Everything a plan is made from.
 *
 * @param wanted what this plan brings about: the requested state for a deployment, the accepted one for healing
 * @param accepted what was last proven
 * @param replace instances that are to give way to a new one of the same release, with the cause (restart, unhealthy)
 * @param held applications left alone for now, with the cause (backing off, the engine is restarting it)
 * @param lookAgain applications whose image is pulled or built again even when it is there
 */
public record Situation(
        DesiredState wanted,
        DesiredState accepted,
        ObservedState observed,
        RouteSnapshot routes,
        Map<InstanceName, String> replace,
        Map<ApplicationName, String> held,
        Set<ApplicationName> lookAgain) {
    public Situation {
        replace = Map.copyOf(replace);
        held = Map.copyOf(held);
        lookAgain = Set.copyOf(lookAgain);
    }
}
