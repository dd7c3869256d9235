package dev.berth.core.plan;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Applications after those they depend on, and after those {@linkplain #put put before} them; else by name. A circle of
 * dependencies, which the reader refuses, is cut where it closes.
 */
final class DependencyOrder {
    private final DesiredState state;
    private final Map<ApplicationName, SortedSet<ApplicationName>> before = new TreeMap<>();

    DependencyOrder(DesiredState state) {
        this.state = state;
        state.applications().forEach(application -> {
            SortedSet<ApplicationName> needed = new TreeSet<>();
            application.dependsOn().stream().map(Dependency::application).forEach(needed::add);
            before.put(application.name(), needed);
        });
    }

    static List<DesiredApplication> of(DesiredState state) {
        return new DependencyOrder(state).applications();
    }

    /** Dependants first. */
    static List<DesiredApplication> reversed(DesiredState state) {
        List<DesiredApplication> order = new ArrayList<>(of(state));
        Collections.reverse(order);
        return order;
    }

    /** Has one come before another, unless it comes after it already; returns whether it comes before it. */
    boolean put(ApplicationName first, ApplicationName then) {
        if (first.equals(then) || reaches(first, then, new TreeSet<>())) {
            return false;
        }
        before.get(then).add(first);
        return true;
    }

    private boolean reaches(ApplicationName from, ApplicationName earlier, Set<ApplicationName> seen) {
        return before(from).stream()
                .anyMatch(name -> name.equals(earlier) || seen.add(name) && reaches(name, earlier, seen));
    }

    /** What an application comes right after; perhaps also what is not there. */
    SortedSet<ApplicationName> before(ApplicationName name) {
        return before.getOrDefault(name, Collections.emptySortedSet());
    }

    List<DesiredApplication> applications() {
        Set<ApplicationName> placed = new LinkedHashSet<>();
        Set<ApplicationName> visiting = new TreeSet<>();
        state.applications().forEach(application -> place(application.name(), placed, visiting));
        return placed.stream().flatMap(name -> state.application(name).stream()).toList();
    }

    private void place(ApplicationName name, Set<ApplicationName> placed, Set<ApplicationName> visiting) {
        if (!placed.contains(name) && visiting.add(name)) {
            before(name).forEach(earlier -> place(earlier, placed, visiting));
            placed.add(name);
        }
    }
}
