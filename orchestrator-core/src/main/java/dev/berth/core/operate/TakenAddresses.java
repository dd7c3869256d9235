package dev.berth.core.operate;

import dev.berth.core.project.Domain;
import dev.berth.core.project.ProjectName;
import dev.berth.core.reconcile.LaneSnapshot;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.proxy.route.Address;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.RouteConflict;
import dev.berth.proxy.route.RouteName;
import dev.berth.proxy.route.RouteTable;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
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

    /** The first on a host where another project has an address, besides those that the project has already. */
    Optional<String> firstHostOf(DesiredState wanted, DesiredState present) {
        Set<Address> own = new HashSet<>();
        each(present, (name, address) -> own.add(address));
        StringBuilder found = new StringBuilder();
        each(wanted, (name, address) -> {
            if (found.isEmpty() && !own.contains(address) && isOthers(address.host())) {
                found.append(address.host())
                        .append(" is another project's host; choose another one, or let somebody add this path whose"
                                + " token is for all projects");
            }
        });
        return found.isEmpty() ? Optional.empty() : Optional.of(found.toString());
    }

    private boolean isOthers(HostName host) {
        return table.holders().keySet().stream().anyMatch(taken -> taken.host().covers(host));
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
