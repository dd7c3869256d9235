package dev.berth.core.simulation;

import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.InMemoryRoutes;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What visitors have begun with instances that served, and may end in peace when requests are led elsewhere. */
final class Flights {
    private final InMemoryEngine engine;
    private final InMemoryRoutes routes;
    private final Timekeeper time;
    private final Invariants.Books books;
    /** Instances that requests are led away from, and until when those that they have may last. */
    private final Map<InstanceName, Duration> left = new HashMap<>();

    Flights(InMemoryEngine engine, InMemoryRoutes routes, Timekeeper time, Invariants.Books books) {
        this.engine = engine;
        this.routes = routes;
        this.time = time;
        this.books = books;
    }

    Set<InstanceName> led(ProjectName project) {
        Set<InstanceName> led = new HashSet<>();
        for (var application : routes.observe(project).applications()) {
            led.addAll(routes.routes(project, application).orElseThrow().instances());
        }
        return led;
    }

    /** Half of those that requests are led to get some; takes down which that were accepted get no new ones any more. */
    void change(ProjectName project, Set<InstanceName> ledBefore) {
        Set<InstanceName> now = led(project);
        left.keySet().removeAll(now);
        now.stream()
                .filter(name -> !ledBefore.contains(name) && name.hashCode() % 2 == 0 && isThere(name))
                .forEach(name -> engine.connected(name, 1));
        ledBefore.stream()
                .filter(name -> !now.contains(name) && books.isAccepted(name.release()))
                .forEach(name -> left.putIfAbsent(name, time.elapsed().plus(books.drain(name.release()))));
    }

    void disturbed(InstanceName name) {
        left.remove(name);
    }

    /** Whether it is too early to stop that one: it has visitors, and may keep them still. */
    boolean isCut(InstanceName name) {
        boolean visited = engine.proxyConnections(name).orElse(0) > 0
                && engine.seen(name.release().project()).instances().stream()
                        .anyMatch(i -> i.name().equals(name) && i.isRunning());
        Duration until = left.getOrDefault(name, Duration.ZERO);
        return visited
                && time.elapsed().compareTo(until) < 0
                && !books.isDeleted(name.release().project());
    }

    private boolean isThere(InstanceName name) {
        return engine.seen(name.release().project()).instances().stream()
                .anyMatch(i -> i.name().equals(name));
    }
}
