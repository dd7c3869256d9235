package dev.berth.core.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.ProjectAction;
import dev.berth.core.plan.Situation;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.ReleaseName;
import dev.berth.core.release.VolumeName;
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
    private final Situation situation;
    private final Set<ReleaseName> finishedJobs;
    private final Set<ApplicationName> alone;
    private final Set<VolumeName> shared;
    private final Set<ApplicationName> waiting;
    private int looked;

    Guarantees(World world, Situation situation, Plan plan) {
        this.world = world;
        this.mustServe = mustServe(situation);
        this.before = names();
        this.situation = situation;
        this.finishedJobs = situation.accepted().applications().stream()
                .filter(DesiredApplication::job)
                .map(a -> a.release().name())
                .filter(release -> situation.replace().keySet().stream()
                        .noneMatch(ordered -> ordered.release().equals(release)))
                .collect(Collectors.toSet());
        this.alone = situation.wanted().applications().stream()
                .filter(a -> a.order() == DeployPolicy.Order.STOP_FIRST)
                .map(DesiredApplication::name)
                .filter(name -> runningReleases(name).size() <= 1)
                .collect(Collectors.toSet());
        this.waiting = plan.waiting().keySet();
        this.shared = shared(situation.wanted());
        this.shared.addAll(shared(situation.accepted()));
        // No order is carried out while something waits, so nobody gives up anything then.
        waiting.forEach(name -> situation
                .accepted()
                .application(name)
                .ifPresent(a -> shared.addAll(a.release().written())));
        this.looked = world.faults.calls().size();
        assertNoVolumeIsRemoved(plan);
    }

    void check() {
        assertServing();
        assertOneWriter();
        assertOneRelease();
        List<String> calls = world.faults.calls();
        calls.subList(Math.min(looked, calls.size()), calls.size()).forEach(this::assertInOrder);
        looked = calls.size();
    }

    /** Of what stops first, the old release and the new one never run side by side. */
    private void assertOneRelease() {
        alone.forEach(name -> assertTrue(
                runningReleases(name).size() <= 1, () -> runningReleases(name) + " run side by side after " + last()));
    }

    private Set<ReleaseName> runningReleases(ApplicationName application) {
        return world.engine.observe(World.SHOP).instances().stream()
                .filter(ObservedInstance::isRunning)
                .map(i -> i.name().release())
                .filter(release -> release.application().equals(application))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A job runs once per release, and who waits for its success starts after it. */
    private void assertInOrder(String call) {
        for (DesiredApplication wanted : situation.wanted().applications()) {
            ReleaseName release = wanted.release().name();
            if (call.startsWith("create " + release + "-")) {
                assertTrue(!finishedJobs.contains(release), () -> call + ", although it was done");
                wanted.dependsOn().stream()
                        .filter(d -> d.condition() == Dependency.Condition.SERVICE_COMPLETED_SUCCESSFULLY)
                        .forEach(d -> assertTrue(isDone(d.application()), () -> call + " before " + d));
            }
        }
    }

    /** Nobody waits for a job that the user stopped, nor for one that, as in no definition, is or needs what is not there. */
    private boolean isDone(ApplicationName job) {
        Optional<ReleaseName> wanted = situation
                .wanted()
                .application(job)
                .filter(a -> !a.stopped() && !waiting.contains(job))
                .map(a -> a.release().name());
        Optional<ReleaseName> done =
                world.acceptedState().application(job).map(a -> a.release().name());
        return wanted.isEmpty() || done.equals(wanted);
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

    /** No two releases write the same data at once, but for those of applications that share it on purpose. */
    private void assertOneWriter() {
        Map<VolumeName, Map<ApplicationName, Set<ReleaseName>>> writers = new TreeMap<>();
        world.engine.observe(World.SHOP).instances().stream()
                .filter(ObservedInstance::isRunning)
                .map(i -> i.name().release())
                .forEach(release -> world.release(release).written().forEach(volume -> writers.computeIfAbsent(
                                volume, v -> new TreeMap<>())
                        .computeIfAbsent(release.application(), a -> new TreeSet<>())
                        .add(release)));
        writers.forEach((volume, releases) -> {
            boolean one = releases.size() == 1 || shared.contains(volume);
            assertTrue(
                    one && releases.values().stream().allMatch(each -> each.size() == 1),
                    () -> "writers of " + volume + ": " + releases.values() + " after " + last());
        });
    }

    /** The volumes that more than one application writes to in such a state. */
    private static Set<VolumeName> shared(DesiredState state) {
        Set<VolumeName> once = new TreeSet<>();
        return state.applications().stream()
                .flatMap(a -> a.release().written().stream())
                .filter(volume -> !once.add(volume))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertNoVolumeIsRemoved(Plan plan) {
        plan.stages().stream().flatMap(s -> s.steps().stream()).forEach(step -> {
            assertTrue(!(step.action() instanceof ProjectAction.RemoveVolume), plan::toString);
            assertTrue(step.undo().stream().noneMatch(ProjectAction.RemoveVolume.class::isInstance), plan::toString);
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
