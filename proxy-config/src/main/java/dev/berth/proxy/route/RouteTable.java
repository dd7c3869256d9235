package dev.berth.proxy.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All routes by their owner. Immutable; asks before it takes: see {@link #conflicts}. */
public record RouteTable(SortedMap<String, List<Route>> owners) {

    private static final RouteTable EMPTY = new RouteTable(new TreeMap<>());

    public RouteTable {
        SortedMap<String, List<Route>> copy = new TreeMap<>();
        owners.forEach((owner, routes) -> copy.put(RouteName.requireName(owner), checked(owner, routes)));
        owners = Collections.unmodifiableSortedMap(copy);
    }

    public static RouteTable empty() {
        return EMPTY;
    }

    /** This table with exactly these routes for the owner, whatever it had before. */
    public RouteTable with(String owner, Collection<Route> routes) {
        SortedMap<String, List<Route>> changed = new TreeMap<>(owners);
        changed.put(owner, List.copyOf(routes));
        return new RouteTable(changed);
    }

    public RouteTable without(String owner) {
        SortedMap<String, List<Route>> changed = new TreeMap<>(owners);
        changed.remove(owner);
        return new RouteTable(changed);
    }

    /** The owner's routes by name; none when it is unknown. */
    public List<Route> of(String owner) {
        return owners.getOrDefault(owner, List.of());
    }

    /** Every route, by owner, application and index. */
    public List<Route> all() {
        return owners.values().stream().flatMap(List::stream).toList();
    }

    /**
     * What would stand in the way if the owner had exactly these routes: an address that another owner holds, or one
     * that stands twice among these. What the owner has in this table does not count. In the order of the routes.
     */
    public List<RouteConflict> conflicts(String owner, Collection<Route> routes) {
        Map<Address, RouteName> holders = new HashMap<>();
        without(owner).all().forEach(route -> holders.putIfAbsent(route.address(), route.name()));
        List<RouteConflict> conflicts = new ArrayList<>();
        for (Route route : checked(owner, routes)) {
            RouteName holder = holders.putIfAbsent(route.address(), route.name());
            if (holder != null) {
                conflicts.add(new RouteConflict(route.address(), holder, route.name()));
            }
        }
        return List.copyOf(conflicts);
    }

    private static List<Route> checked(String owner, Collection<Route> routes) {
        for (Route route : routes) {
            if (!route.name().owner().equals(owner)) {
                throw new IllegalArgumentException("route " + route.name() + " is not one of " + owner);
            }
        }
        return routes.stream().sorted().toList();
    }
}
