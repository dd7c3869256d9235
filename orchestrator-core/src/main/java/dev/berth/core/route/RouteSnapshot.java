package dev.berth.core.route;

import dev.berth.core.project.ApplicationName;
import java.util.Set;

/** What was published of one project's routes at one moment; does no I/O. */
public interface RouteSnapshot {
    /** The applications that have any route. */
    Set<ApplicationName> applications();

    /** Whether exactly these routes are published for their application. */
    boolean holds(ApplicationRoutes wanted);
}
