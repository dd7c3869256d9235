package dev.berth.core.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.plan.Action;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Situation;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.ApplicationRoutes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What must hold after every single call while one plan is executed. */
final class Guarantees {
    private final World world;
    private final Set<ApplicationName> mustServe;
    private final Set<InstanceName> before;

    Guarantees(World world, Situation situation, Plan plan) {
        this.world = world;
        this.mustServe = mustServe(situation);
        this.before = names();
        assertNoVolumeIsRemoved(plan);
    }

    void check() {
        assertServing();
        assertOneWriter();
    }

    /** Whether there is anything whose traffic could be lost. */
    boolean haveSubstance() {
        return !mustServe.isEmpty();
    }

    /** Start-first applications that are wholly well, and stay wanted. */
    private Set<ApplicationName> mustServe(Situation situation) {
        Set<ApplicationName> must = new TreeSet<>();
        for (DesiredApplication wanted : situation.wanted().applications()) {
            boolean routed = !wanted.domains().isEmpty()
                    && !wanted.stopped()
                    && situation.accepted().application(wanted.name()).isPresent();
            boolean startFirst = wanted.order() == DeployPolicy.Order.START_FIRST
                    && situation.observed().instances().stream()
                            .filter(i -> i.name().release().application().equals(wanted.name()))
                            .noneMatch(ObservedInstance::writesVolume);
            if (routed && startFirst && isServing(wanted.name())) {
                must.add(wanted.name());
            }
        }
        return must;
    }

    private void assertServing() {
        List<ApplicationName> down =
                mustServe.stream().filter(a -> !isServing(a)).toList();
        assertEquals(List.of(), down, "these do not serve after " + last());
    }

    private String last() {
        List<String> calls = world.faults.calls();
        return calls.isEmpty() ? "nothing" : calls.get(calls.size() - 1);
    }

    /** Whether every instance that gets traffic runs, is on the network and is healthy. */
    private boolean isServing(ApplicationName application) {
        Optional<ApplicationRoutes> routes = world.routes.routes(World.SHOP, application);
        return routes.isPresent()
                && !routes.get().instances().isEmpty()
                && routes.get().instances().stream().allMatch(this::isFit);
    }

    private boolean isFit(InstanceName name) {
        return world.engine.observe(World.SHOP).instances().stream()
                .anyMatch(i -> i.name().equals(name)
                        && i.isRunning()
                        && i.attached()
                        && !i.imageId().contains(":bad"));
    }

    /** No two releases write the same data at once. */
    private void assertOneWriter() {
        Map<ApplicationName, Set<String>> writers = world.engine.observe(World.SHOP).instances().stream()
                .filter(i -> i.writesVolume() && i.isRunning())
                .collect(Collectors.groupingBy(
                        i -> i.name().release().application(),
                        TreeMap::new,
                        Collectors.mapping(i -> i.name().release().toString(), Collectors.toCollection(TreeSet::new))));
        writers.forEach((application, releases) ->
                assertEquals(1, releases.size(), () -> "writers of one volume: " + releases + " after " + last()));
    }

    private static void assertNoVolumeIsRemoved(Plan plan) {
        plan.stages().stream().flatMap(s -> s.steps().stream()).forEach(step -> {
            assertTrue(!(step.action() instanceof Action.RemoveVolume), plan::toString);
            assertTrue(step.undo().stream().noneMatch(Action.RemoveVolume.class::isInstance), plan::toString);
        });
    }

    /** A failed stage leaves no instance that was not there, unless it is of a release that is accepted now. */
    void checkNothingIsLeftOver() {
        Set<InstanceName> left = names();
        left.removeAll(before);
        left.removeIf(name -> world.acceptedState().applications().stream()
                .anyMatch(a -> a.release().name().equals(name.release())));
        assertEquals(Set.of(), left, "left over");
    }

    private Set<InstanceName> names() {
        return world.engine.observe(World.SHOP).instances().stream()
                .map(ObservedInstance::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
