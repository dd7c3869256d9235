package dev.berth.api.http;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.route.ApplicationRoutes;
import dev.berth.core.route.RoutePublisher;
import dev.berth.core.route.RouteSnapshot;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Routes that are remembered and served by nobody. */
final class StillRoutes implements RoutePublisher {
    private final Map<ProjectName, Map<ApplicationName, ApplicationRoutes>> published = new ConcurrentHashMap<>();

    @Override
    public RouteSnapshot observe(ProjectName project) {
        Map<ApplicationName, ApplicationRoutes> present = new TreeMap<>(published.getOrDefault(project, Map.of()));
        return new RouteSnapshot() {
            @Override
            public Set<ApplicationName> applications() {
                return present.keySet();
            }

            @Override
            public boolean holds(ApplicationRoutes wanted) {
                return wanted.equals(present.get(wanted.application()));
            }
        };
    }

    @Override
    public void publish(ProjectName project, ApplicationRoutes routes) {
        published.computeIfAbsent(project, p -> new ConcurrentHashMap<>()).put(routes.application(), routes);
    }

    @Override
    public void withdraw(ProjectName project, ApplicationName application) {
        published.getOrDefault(project, new ConcurrentHashMap<>()).remove(application);
    }

    @Override
    public void confirm(ProjectName project, ApplicationRoutes routes, Duration patience) {}

    @Override
    public void tryOut(ProjectName project, ApplicationRoutes routes, Duration patience, Runnable afterFailure) {}
}
