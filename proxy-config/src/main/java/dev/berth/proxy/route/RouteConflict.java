package dev.berth.proxy.route;

/** Two routes want the same address. {@code holder} has it; {@code claimant} asked for it after. */
public record RouteConflict(Address address, RouteName holder, RouteName claimant) {

    @Override
    public String toString() {
        return address + " is already routed to " + holder.owner() + "/" + holder.application();
    }
}
