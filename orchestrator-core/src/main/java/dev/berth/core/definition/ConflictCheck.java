package dev.berth.core.definition;

import dev.berth.core.problem.Problems;
import dev.berth.core.project.Domain;
import dev.berth.core.project.PublishedPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two applications, or one twice, that want the same host and path or the same port of the host. */
final class ConflictCheck {
    private final Problems problems;
    private final Map<String, Holder> routes = new HashMap<>();
    private final Map<String, List<Holder>> ports = new HashMap<>();

    private record Holder(String application, String address, int line) {}

    ConflictCheck(Problems problems) {
        this.problems = problems;
    }

    void check(BoundApplication bound) {
        bound.domains().forEach(domain -> checkDomain(bound.name(), domain));
        bound.ports().forEach(port -> checkPort(bound.name(), port));
    }

    private void checkDomain(String application, Placed<Domain> placed) {
        Domain domain = placed.value();
        String route = domain.host() + (domain.path().equals("/") ? "" : domain.path());
        Holder earlier = routes.putIfAbsent(
                route, new Holder(application, "", placed.at().place().line()));
        if (earlier != null) {
            problems.error(
                    placed.at(),
                    "\"" + route + "\" leads to \"" + earlier.application() + "\" already, see line " + earlier.line(),
                    "choose another host or path");
        }
    }

    private void checkPort(String application, Placed<PublishedPort> placed) {
        PublishedPort port = placed.value();
        List<Holder> holders = ports.computeIfAbsent(
                port.hostPort() + "/" + port.protocol().name().toLowerCase(java.util.Locale.ROOT),
                k -> new ArrayList<>());
        holders.stream()
                .filter(holder -> overlap(holder.address(), port.address()))
                .findFirst()
                .ifPresent(earlier -> problems.error(
                        placed.at(),
                        "port " + port.hostPort() + " of the host is used by \"" + earlier.application()
                                + "\" already, see line " + earlier.line(),
                        "choose another port of the host"));
        holders.add(new Holder(application, port.address(), placed.at().place().line()));
    }

    private static boolean overlap(String one, String other) {
        return one.equals(other) || isAny(one) || isAny(other);
    }

    private static boolean isAny(String address) {
        return address.equals("0.0.0.0") || address.equals("::");
    }
}
