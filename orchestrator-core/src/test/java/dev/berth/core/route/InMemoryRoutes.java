package dev.berth.core.route;

import dev.berth.core.engine.Faults;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A proxy that serves at once whatever is published, keeps it in memory, and fails where {@link Faults} say so. */
public final class InMemoryRoutes implements RoutePublisher {
    private final Faults faults;
    private final Map<ProjectName, Map<ApplicationName, ApplicationRoutes>> published = new TreeMap<>();
    private Duration takesUpWithin = Duration.ZERO;

    public InMemoryRoutes(Faults faults) {
        this.faults = faults;
    }

    /** Where requests for an application go now. */
    public synchronized Optional<ApplicationRoutes> routes(ProjectName project, ApplicationName application) {
        return Optional.ofNullable(ofProject(project).get(application));
    }

    /** From now on the proxy needs so long until it serves what was published. */
    public synchronized void takesUpWithin(Duration span) {
        takesUpWithin = span;
    }

    /** Somebody deletes the project's file. */
    public synchronized void lose(ProjectName project) {
        published.remove(project);
    }

    @Override
    public synchronized RouteSnapshot observe(ProjectName project) {
        return new Snapshot(Map.copyOf(ofProject(project)));
    }

    @Override
    public void publish(ProjectName project, ApplicationRoutes routes) {
        change("publish " + project + " " + routes.application() + " → " + routes.instances(), () -> {
            refuseTaken(project, routes);
            ofProject(project).put(routes.application(), routes);
            if (routes.domains().isEmpty()) {
                ofProject(project).remove(routes.application());
            }
        });
    }

    @Override
    public void withdraw(ProjectName project, ApplicationName application) {
        change("withdraw " + project + " " + application, () -> ofProject(project)
                .remove(application));
    }

    @Override
    public void confirm(ProjectName project, ApplicationRoutes routes, Duration patience) {
        change("confirm " + project + " " + routes.application(), () -> {
            if (takesUpWithin.compareTo(patience) > 0
                    || !routes.equals(ofProject(project).get(routes.application()))) {
                throw new RouteException(
                        RouteException.Kind.UNCONFIRMED,
                        "the proxy does not serve " + routes.application() + " → " + routes.instances(),
                        null);
            }
        });
    }

    @Override
    public void tryOut(ProjectName project, ApplicationRoutes routes, Duration patience, Runnable afterFailure) {
        change("try " + project + " " + routes.application(), () -> {
            if (!routes.equals(ofProject(project).get(routes.application()))) {
                throw new RouteException(
                        RouteException.Kind.UNCONFIRMED, "the proxy does not lead to " + routes.tried(), null);
            }
        });
    }

    private void refuseTaken(ProjectName project, ApplicationRoutes routes) {
        published.forEach((other, theirs) -> theirs.values().stream()
                .filter(their -> !other.equals(project))
                .flatMap(their -> their.domains().stream())
                .filter(domain -> routes.domains().stream()
                        .anyMatch(
                                d -> d.host().equals(domain.host()) && d.path().equals(domain.path())))
                .findFirst()
                .ifPresent(domain -> {
                    throw new RouteException(
                            RouteException.Kind.CONFLICT, domain.host() + " is led to " + other + " already", null);
                }));
    }

    private Map<ApplicationName, ApplicationRoutes> ofProject(ProjectName project) {
        return published.computeIfAbsent(project, p -> new TreeMap<>());
    }

    private void change(String call, Runnable effect) {
        faults.perform(
                call,
                () -> {
                    synchronized (this) {
                        effect.run();
                    }
                },
                (reason, interrupted) -> new RouteException(
                        interrupted ? RouteException.Kind.INTERRUPTED : RouteException.Kind.NOT_WRITTEN, reason, null));
    }

    private record Snapshot(Map<ApplicationName, ApplicationRoutes> routes) implements RouteSnapshot {
        @Override
        public Set<ApplicationName> applications() {
            return routes.keySet();
        }

        @Override
        public boolean holds(ApplicationRoutes wanted) {
            return wanted.domains().isEmpty()
                    ? !routes.containsKey(wanted.application())
                    : wanted.equals(routes.get(wanted.application()));
        }
    }
}
