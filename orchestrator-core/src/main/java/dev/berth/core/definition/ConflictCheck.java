package dev.berth.core.definition;

import dev.berth.core.problem.Located;
import dev.berth.core.problem.Problems;
import dev.berth.core.project.Domain;
import dev.berth.core.project.PublishedPort;
import dev.berth.proxy.route.Address;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Two applications, or one twice, that want the same host and path or the same port of the host. */
final class ConflictCheck {
    private static final List<String> ANY = List.of("0.0.0.0", "::");

    private final String file;
    private final Problems problems;
    private final Set<Integer> ownPorts;
    private final Map<String, Holder> routes = new HashMap<>();
    /** By number and protocol, then by address. */
    private final Map<String, Map<String, Holder>> ports = new HashMap<>();

    private record Holder(String application, Located at) {}

    /**
     * @param file where the definition as a whole was read from: an application that was put into it comes from another
     *     text, and its sender sees no line of this one
     * @param ownPorts TCP ports of the host that no application can have
     */
    ConflictCheck(String file, Problems problems, Set<Integer> ownPorts) {
        this.file = file;
        this.problems = problems;
        this.ownPorts = ownPorts;
    }

    void check(BoundApplication bound) {
        bound.domains().forEach(domain -> checkDomain(bound.name(), domain));
        bound.ports().forEach(port -> checkPort(bound.name(), port));
    }

    private void checkDomain(String application, Placed<Domain> placed) {
        Domain domain = placed.value();
        String route = Address.of(domain.host(), domain.path()).toString();
        Holder holder = new Holder(application, placed.at());
        Holder earlier = routes.putIfAbsent(route, holder);
        if (earlier != null) {
            clash(earlier, holder, "\"" + route + "\" leads to", "choose another host or path");
        }
    }

    private void checkPort(String application, Placed<PublishedPort> placed) {
        PublishedPort port = placed.value();
        if (port.protocol() == PublishedPort.Protocol.TCP && ownPorts.contains(port.hostPort())) {
            // Also while Berth does not run: who took its place would be sent its visitors and its tokens.
            problems.error(
                    placed.at(),
                    "port " + port.hostPort() + " of the host is Berth's own",
                    "choose another port of the host; web traffic needs none but  port:  and  domain:");
            return;
        }
        Map<String, Holder> holders = ports.computeIfAbsent(
                port.hostPort() + "/" + port.protocol().name().toLowerCase(Locale.ROOT), k -> new LinkedHashMap<>());
        Holder holder = new Holder(application, placed.at());
        holder(holders, port.address())
                .ifPresent(earlier -> clash(
                        earlier,
                        holder,
                        "port " + port.hostPort() + " of the host is used by",
                        "choose another port of the host"));
        holders.putIfAbsent(port.address(), holder);
    }

    private void clash(Holder earlier, Holder later, String what, String remedy) {
        boolean oneWasPut =
                !earlier.at().place().file().equals(later.at().place().file());
        if (!oneWasPut) {
            String line = " already, see line " + earlier.at().place().line();
            problems.error(later.at(), what + " \"" + earlier.application() + "\"" + line, remedy);
            return;
        }
        boolean laterStood = later.at().place().file().equals(file);
        Holder put = laterStood ? earlier : later;
        Holder stood = laterStood ? later : earlier;
        problems.error(put.at(), what + " \"" + stood.application() + "\" of this project already", remedy);
    }

    /** Whoever has the port at this address, or at all of them. */
    private static Optional<Holder> holder(Map<String, Holder> holders, String address) {
        return ANY.contains(address)
                ? holders.values().stream().findFirst()
                : Stream.concat(Stream.of(address), ANY.stream())
                        .filter(holders::containsKey)
                        .map(holders::get)
                        .findFirst();
    }
}
