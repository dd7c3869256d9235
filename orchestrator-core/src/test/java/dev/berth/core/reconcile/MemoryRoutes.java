package dev.berth.core.reconcile;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.route.ApplicationRoutes;
import dev.berth.core.route.RoutePublisher;
import dev.berth.core.route.RouteSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A proxy that serves in memory what is published. */
public final class MemoryRoutes implements RoutePublisher {
    private final Map<ProjectName, Map<ApplicationName, ApplicationRoutes>> published = new TreeMap<>();
    private final List<String> writes = new ArrayList<>();
    private Runnable before = () -> {};

    public synchronized void beforeEachWrite(Runnable check) {
        before = check;
    }

    public synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    public synchronized Map<ApplicationName, ApplicationRoutes> of(ProjectName project) {
        return Map.copyOf(published.getOrDefault(project, Map.of()));
    }

    @Override
    public RouteSnapshot observe(ProjectName project) {
        Map<ApplicationName, ApplicationRoutes> now = of(project);
        return new RouteSnapshot() {
            @Override
            public Set<ApplicationName> applications() {
                return now.keySet();
            }

            @Override
            public boolean holds(ApplicationRoutes wanted) {
                return wanted.domains().isEmpty() || wanted.instances().isEmpty()
                        ? !now.containsKey(wanted.application())
                        : wanted.equals(now.get(wanted.application()));
            }
        };
    }

    @Override
    public synchronized void publish(ProjectName project, ApplicationRoutes routes) {
        before.run();
        writes.add("publish " + project + "/" + routes.application());
        Map<ApplicationName, ApplicationRoutes> mine = published.computeIfAbsent(project, p -> new TreeMap<>());
        if (routes.domains().isEmpty() || routes.instances().isEmpty()) {
            mine.remove(routes.application());
        } else {
            mine.put(routes.application(), routes);
        }
    }

    @Override
    public synchronized void withdraw(ProjectName project, ApplicationName application) {
        before.run();
        writes.add("withdraw " + project + "/" + application);
        published.getOrDefault(project, new TreeMap<>()).remove(application);
    }

    @Override
    public void confirm(ProjectName project, ApplicationRoutes routes, Duration patience) {}
}
