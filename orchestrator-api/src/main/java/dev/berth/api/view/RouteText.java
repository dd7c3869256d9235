package dev.berth.api.view;

import java.util.List;

/** Routes, for people. */
public final class RouteText {
    private RouteText() {}

    public static String list(List<RouteView> routes, Style style) {
        if (routes.isEmpty()) {
            return "No route: give an application a port and a domain.\n";
        }
        Table table = new Table(style, "URL", "APPLICATION", "STATE", "INSTANCES");
        routes.forEach(r -> table.row(
                r.url(), r.project() + "/" + r.application(), style.word(r.state()), String.join(" ", r.instances())));
        return table.toString();
    }
}
