package dev.berth.proxy.route;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which route has which address, over all owners. Immutable; an address belongs to the first that took it. */
public record RouteTable(SortedMap<Address, RouteName> holders) {
    private static final RouteTable EMPTY = new RouteTable(new TreeMap<>());

    public RouteTable {
        holders = Collections.unmodifiableSortedMap(new TreeMap<>(holders));
    }

    public static RouteTable empty() {
        return EMPTY;
    }

    /** This table with the address for the route, unless another one has it. */
    public RouteTable with(RouteName route, Address address) {
        SortedMap<Address, RouteName> more = new TreeMap<>(holders);
        more.putIfAbsent(address, route);
        return new RouteTable(more);
    }

    /** What stands in the way if the route wants the address: that another one has it. */
    public Optional<RouteConflict> conflict(RouteName claimant, Address address) {
        return Optional.ofNullable(holders.get(address))
                .filter(holder -> !holder.equals(claimant))
                .map(holder -> new RouteConflict(address, holder, claimant));
    }
}
