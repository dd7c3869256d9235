package dev.berth.core.route;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.time.Duration;

/**
 * Tells the reverse proxy where requests go. Routes of one application change together; those of its siblings stay.
 * Failures are {@link RouteException}s; after one, what was published before still is.
 */
public interface RoutePublisher {
    /** What is published now, read from where the proxy reads it. */
    RouteSnapshot observe(ProjectName project);

    /**
     * Makes exactly these the application's routes; without effect when they are already.
     *
     * @throws RouteException of kind {@code CONFLICT} when another project has one of the addresses
     */
    void publish(ProjectName project, ApplicationRoutes routes);

    /**
     * Takes the application's routes away, and gives the proxy a moment to forget them, so that it does not lead requests to
     * what is stopped next; without effect when it has none.
     */
    void withdraw(ProjectName project, ApplicationName application);

    /**
     * Waits until the proxy itself says that it serves exactly these routes.
     *
     * @throws RouteException with the proxy's own words, when it refuses one or says nothing within {@code patience}
     */
    void confirm(ProjectName project, ApplicationRoutes routes, Duration patience);

    /**
     * Puts one request through the proxy, by the way of the trial where there is one, else as any client could to the first
     * of these addresses; by the way of the trial nobody else answers for {@link ApplicationRoutes#tried}.
     *
     * @param afterFailure after each request that got nowhere; what it throws is why
     * @throws RouteException of kind {@code UNCONFIRMED} when until the end of {@code patience} the proxy gives no answer,
     *     or one of its own that it cannot reach an instance
     */
    void tryOut(ProjectName project, ApplicationRoutes routes, Duration patience, Runnable afterFailure);
}
