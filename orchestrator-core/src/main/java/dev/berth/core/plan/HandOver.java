package dev.berth.core.plan;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.Release;
import dev.berth.core.release.VolumeName;
import dev.berth.proxy.route.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one application takes over from another one of its project, and the order of their stages that follows. A port of the
 * host, and a volume that is written to, are free before they are taken: who stays has given them up in its own stage, and
 * who leaves, or can come only later, is stopped by the stage of the one that takes them. An address is taken before it is
 * given up, so that something answers there all the time. What {@code depends_on} says comes before that.
 */
final class HandOver {
    private final Situation situation;
    private final DependencyOrder order;
    /** What the stage of an application stops before it starts anything. */
    private final Map<ApplicationName, List<Take>> stopped = new TreeMap<>();

    /** Who leaves → the first that takes over from it and stays. */
    private final Map<ApplicationName, ApplicationName> heirs = new TreeMap<>();

    /**
     * @param giver as it was accepted
     * @param why they may not run side by side
     */
    private record Take(ApplicationName taker, DesiredApplication giver, String why) {}

    HandOver(Situation situation) {
        this.situation = situation;
        this.order = new DependencyOrder(situation.wanted());
        List<Take> takes = order.applications().stream()
                .flatMap(taker -> takes(taker).stream())
                .toList();
        orderLeaving(takes);
        orderStaying(takes);
        orderAddresses();
    }

    /** The wanted applications, each after those that come {@link #before} it. */
    List<DesiredApplication> order() {
        return order.applications();
    }

    /** Those whose stages must have succeeded before that of this one. */
    SortedSet<ApplicationName> before(ApplicationName name) {
        return order.before(name);
    }

    /** Ends, in such a way that it can come back, what may not run beside the application's new release. */
    List<Step> makeRoom(ApplicationName taker) {
        List<Step> steps = new ArrayList<>();
        for (Take take : stopped.getOrDefault(taker, List.of())) {
            ApplicationSituation giver = ApplicationSituation.of(situation, take.giver);
            if (giver.mine().stream().anyMatch(ApplicationSituation::isAlive)) {
                steps.addAll(ApplicationStage.stop(giver, "makes room for " + taker + ", with downtime: " + take.why));
            }
        }
        return steps;
    }

    /** What leaves for it: once its new release is accepted, that is not to be kept true any more, whatever fails later. */
    SortedSet<ApplicationName> leftFor(ApplicationName taker) {
        SortedSet<ApplicationName> left = new TreeSet<>();
        heirs.forEach((leaver, heir) -> {
            if (heir.equals(taker)) {
                left.add(leaver);
            }
        });
        return left;
    }

    private boolean leaves(ApplicationName name) {
        return situation.wanted().application(name).isEmpty();
    }

    private List<Take> takes(DesiredApplication asked) {
        boolean mayContend = !asked.stopped()
                && !(asked.release().ports().isEmpty()
                        && asked.release().written().isEmpty());
        if (!mayContend) {
            return List.of();
        }
        ApplicationSituation taker = ApplicationSituation.of(situation, asked);
        return taker.isProven()
                ? List.of()
                : situation.accepted().applications().stream()
                        .filter(giver -> !giver.name().equals(asked.name()))
                        .flatMap(giver ->
                                contention(taker, giver).map(why -> new Take(asked.name(), giver, why)).stream())
                        .toList();
    }

    /** Why they may not run side by side; what the giver goes on to have they share on purpose. */
    private Optional<String> contention(ApplicationSituation taker, DesiredApplication giver) {
        Optional<Release> kept = situation.wanted().application(giver.name()).map(DesiredApplication::release);
        Optional<String> port = taker.wanted().release().ports().stream()
                .filter(p -> holds(giver.release(), p)
                        && kept.filter(k -> holds(k, p)).isEmpty())
                .findFirst()
                .map(p -> "both would want port " + p.hostPort() + " of the host");
        return port.or(() -> writtenAnew(taker).stream()
                .filter(v -> giver.release().written().contains(v)
                        && kept.filter(k -> k.written().contains(v)).isEmpty())
                .findFirst()
                .map(v -> "both would write to one volume " + v));
    }

    private static boolean holds(Release release, PublishedPort port) {
        return release.ports().stream().anyMatch(port::clashesWith);
    }

    /** None when the user wishes that two write side by side. */
    private static SortedSet<VolumeName> writtenAnew(ApplicationSituation taker) {
        SortedSet<VolumeName> anew = new TreeSet<>();
        if (!taker.wanted().deploy().order().equals(Optional.of(DeployPolicy.Order.START_FIRST))) {
            anew.addAll(taker.wanted().release().written());
            taker.accepted().ifPresent(a -> anew.removeAll(a.release().written()));
        }
        return anew;
    }

    /** Only the first one's failure may bring back who leaves, so the others come after that one. A job is no heir. */
    private void orderLeaving(List<Take> takes) {
        Map<ApplicationName, ApplicationName> firsts = new TreeMap<>();
        takes.stream().filter(take -> leaves(take.giver.name())).forEach(take -> {
            if (!situation.wanted().application(take.taker).orElseThrow().job()) {
                heirs.putIfAbsent(take.giver.name(), take.taker);
            }
            ApplicationName first = firsts.putIfAbsent(take.giver.name(), take.taker);
            if (first == null) {
                stopped.computeIfAbsent(take.taker, taker -> new ArrayList<>()).add(take);
            } else {
                order.put(first, take.taker);
            }
        });
    }

    private void orderStaying(List<Take> takes) {
        takes.stream()
                .filter(take -> !leaves(take.giver.name()))
                .filter(take -> !order.put(take.giver.name(), take.taker))
                .forEach(take -> stopped.computeIfAbsent(take.taker, taker -> new ArrayList<>())
                        .add(take));
    }

    private void orderAddresses() {
        Map<Address, ApplicationName> given = new TreeMap<>();
        situation.accepted().applications().forEach(giver -> situation
                .wanted()
                .application(giver.name())
                .ifPresent(wanted -> added(wanted, giver).forEach(address -> given.put(address, giver.name()))));
        if (given.isEmpty()) {
            return;
        }
        for (DesiredApplication taker : situation.wanted().applications()) {
            Set<Address> anew = situation
                    .accepted()
                    .application(taker.name())
                    .map(accepted -> added(accepted, taker))
                    .orElseGet(() -> addresses(taker));
            anew.stream().filter(given::containsKey).forEach(address -> order.put(taker.name(), given.get(address)));
        }
    }

    /** The addresses that the second one has and the first one has not. */
    private static Set<Address> added(DesiredApplication first, DesiredApplication second) {
        boolean same = first.domains().equals(second.domains()) && Routing.isRouted(first);
        if (same) {
            return Set.of();
        }
        Set<Address> added = addresses(second);
        added.removeAll(addresses(first));
        return added;
    }

    private static Set<Address> addresses(DesiredApplication application) {
        Set<Address> addresses = new TreeSet<>();
        if (Routing.isRouted(application)) {
            application.domains().forEach(domain -> addresses.add(Address.of(domain.host(), domain.path())));
        }
        return addresses;
    }
}
