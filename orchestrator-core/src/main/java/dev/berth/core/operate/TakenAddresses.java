package dev.berth.core.operate;

import dev.berth.core.project.Domain;
import dev.berth.core.project.ProjectName;
import dev.berth.core.reconcile.LaneSnapshot;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.proxy.route.Address;
import dev.berth.proxy.route.RouteConflict;
import dev.berth.proxy.route.RouteName;
import dev.berth.proxy.route.RouteTable;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The addresses that other projects have, running or stopped. */
final class TakenAddresses {
    private RouteTable table = RouteTable.empty();

    private TakenAddresses() {}

    /** @param lanes of all projects */
    static TakenAddresses besides(ProjectName project, Collection<LaneSnapshot> lanes) {
        TakenAddresses taken = new TakenAddresses();
        lanes.stream()
                .filter(lane -> !lane.project().equals(project))
                .forEach(lane ->
                        each(lane.accepted(), (name, address) -> taken.table = taken.table.with(name, address)));
        return taken;
    }

    /** The first that the state wants, in words. */
    Optional<String> firstOf(DesiredState wanted) {
        StringBuilder found = new StringBuilder();
        each(wanted, (name, address) -> {
            Optional<RouteConflict> conflict = table.conflict(name, address);
            if (conflict.isPresent() && found.isEmpty()) {
                found.append(conflict.get());
            }
        });
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found + "; choose another host or path, or take it from there first");
    }

    private static void each(DesiredState state, BiConsumer<RouteName, Address> addresses) {
        for (DesiredApplication application : state.applications()) {
            int index = 0;
            for (Domain domain : application.domains()) {
                RouteName name =
                        new RouteName(state.project().text(), application.name().text(), index++);
                addresses.accept(name, Address.of(domain.host(), domain.path()));
            }
        }
    }
}
