package dev.berth.core.proxy;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.route.ApplicationRoutes;
import dev.berth.core.route.RoutePublisher;
import dev.berth.core.route.RouteSnapshot;
import java.time.Duration;
import java.util.Set;

/** For a daemon without a proxy: nothing is published, and whatever is wanted is so already. */
public final class NoRoutes implements RoutePublisher {
    private static final RouteSnapshot CONTENT = new RouteSnapshot() {
        @Override
        public Set<ApplicationName> applications() {
            return Set.of();
        }

        @Override
        public boolean holds(ApplicationRoutes wanted) {
            return true;
        }
    };

    @Override
    public RouteSnapshot observe(ProjectName project) {
        return CONTENT;
    }

    @Override
    public void publish(ProjectName project, ApplicationRoutes routes) {}

    @Override
    public void withdraw(ProjectName project, ApplicationName application) {}

    @Override
    public void confirm(ProjectName project, ApplicationRoutes routes, Duration patience) {}

    @Override
    public void tryOut(ProjectName project, ApplicationRoutes routes, Duration patience, Runnable afterFailure) {}
}
