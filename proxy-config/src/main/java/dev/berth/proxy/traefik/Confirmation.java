package dev.berth.proxy.traefik;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compares what Traefik runs with what it should run, below one prefix of names.
 *
 * @param overTcp whether there may be TCP routers too
 */
record Confirmation(String prefix, DynamicConfiguration expected, boolean overTcp) {

    /** The first difference as the failure that it would be; empty when Traefik runs exactly what is expected. */
    Optional<TraefikFailure> missing(RunningConfiguration running) {
        DynamicConfiguration actual = running.configuration();
        return Stream.of(
                        difference("router", expected.routers(), actual.routers()),
                        difference("middleware", expected.middlewares(), actual.middlewares()),
                        difference("service", expected.services(), actual.services()),
                        difference("TCP router", expected.tcpRouters(), actual.tcpRouters()),
                        difference("TCP service", expected.tcpServices(), actual.tcpServices()),
                        running.refused().entrySet().stream().findFirst().map(Confirmation::refused))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<TraefikFailure> difference(String what, Map<String, ?> expected, Map<String, ?> actual) {
        SortedSet<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            if (!actual.containsKey(name)) {
                return Optional.of(pending("does not have " + what + " " + name + " yet"));
            }
            if (!expected.containsKey(name)) {
                return Optional.of(pending("still has " + what + " " + name));
            }
            if (!expected.get(name).equals(actual.get(name))) {
                return Optional.of(pending("still has " + what + " " + name + " as it was"));
            }
        }
        return Optional.empty();
    }

    private static TraefikFailure refused(Map.Entry<String, List<String>> refused) {
        return new TraefikFailure(
                TraefikFailure.Kind.REFUSED,
                "Traefik refuses " + refused.getKey() + ": " + String.join("; ", refused.getValue())
                        + "; mend that route's definition, other routes are not affected");
    }

    private static TraefikFailure pending(String what) {
        return new TraefikFailure(
                TraefikFailure.Kind.NOT_TAKEN_UP,
                "Traefik " + what + "; see its log: one file that it cannot read holds up every change");
    }
}
