package dev.berth.core.plan;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Applications after those they depend on; else by name. A circle, which the reader refuses, is cut where it closes. */
final class DependencyOrder {
    private final DesiredState state;
    private final Set<ApplicationName> placed = new LinkedHashSet<>();
    private final Set<ApplicationName> visiting = new LinkedHashSet<>();

    private DependencyOrder(DesiredState state) {
        this.state = state;
    }

    static List<DesiredApplication> of(DesiredState state) {
        DependencyOrder order = new DependencyOrder(state);
        state.applications().forEach(order::place);
        return order.placed.stream()
                .map(name -> state.application(name).orElseThrow())
                .toList();
    }

    /** Dependants first. */
    static List<DesiredApplication> reversed(DesiredState state) {
        List<DesiredApplication> order = new ArrayList<>(of(state));
        Collections.reverse(order);
        return order;
    }

    private void place(DesiredApplication application) {
        if (placed.contains(application.name()) || !visiting.add(application.name())) {
            return;
        }
        application.dependsOn().stream().map(Dependency::application).sorted().forEach(name -> state.application(name)
                .ifPresent(this::place));
        placed.add(application.name());
    }
}
