package dev.berth.core.simulation;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.operate.ApplyResult;
import dev.berth.core.operate.Definition;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Restart;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.ApplicationRoutes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** What must be so some time after nothing goes wrong any more. */
final class GoodEnd {
    private static final Set<InstanceState> ALIVE =
            Set.of(InstanceState.RUNNING, InstanceState.PAUSED, InstanceState.RESTARTING);

    private final Simulation simulation;
    private final Machine machine;

    GoodEnd(Simulation simulation) {
        this.simulation = simulation;
        this.machine = simulation.machine();
    }

    /** The first thing that is not so yet; empty when all is well. */
    String problem() {
        List<String> problems = new ArrayList<>();
        for (Deployment each : simulation.operations().deployments(Optional.empty(), Optional.empty(), 1_000)) {
            if (!each.status().isFinal()) {
                problems.add("deployment " + each.id() + " is " + each.status());
            }
            if (each.message().contains("a bug")) {
                throw new Violation("no order meets a bug", each.message());
            }
        }
        Simulation.PROJECTS.forEach(project -> look(project, problems));
        return String.join("; ", problems);
    }

    private void look(ProjectName project, List<String> problems) {
        DesiredState accepted = machine.daemon().store.accepted().state(project);
        ObservedState observed = machine.engine().seen(project);
        accepted.applications().forEach(a -> look(a, observed, problems));
        for (ObservedInstance instance : observed.instances()) {
            if (accepted.applications().stream()
                    .noneMatch(a -> a.release().name().equals(instance.name().release()))) {
                problems.add("left over: " + instance.name());
            }
        }
        Set<String> routed = new TreeSet<>();
        machine.routes().observe(project).applications().forEach(a -> routed.add(a.text()));
        accepted.applications().stream()
                .filter(GoodEnd::isRouted)
                .forEach(a -> routed.remove(a.name().text()));
        if (!routed.isEmpty()) {
            problems.add("routes left over: " + routed);
        }
        if (!observed.network() && accepted.applications().stream().anyMatch(a -> !a.stopped())) {
            problems.add("no network: " + project);
        }
        boolean known = machine.daemon().store.revisions().newest(project).isPresent();
        if (observed.network() && (!known || accepted.applications().isEmpty())) {
            problems.add("network left over: " + project);
        }
        lookAtImages(project, problems);
    }

    private void lookAtImages(ProjectName project, List<String> problems) {
        Set<String> needed = machine.images(project);
        machine.engine().builtImages(project).stream()
                .filter(image -> !needed.contains(image.id())
                        && image.references().stream().noneMatch(needed::contains))
                .forEach(image -> problems.add("image left over: " + image));
    }

    private static boolean isRouted(DesiredApplication application) {
        return !application.domains().isEmpty() && !application.job() && !application.stopped();
    }

    private void look(DesiredApplication application, ObservedState observed, List<String> problems) {
        List<ObservedInstance> mine = observed.instances().stream()
                .filter(i -> i.name().release().equals(application.release().name()))
                .toList();
        List<InstanceName> well = mine.stream()
                .filter(i -> i.isRunning() && i.attached() && i.answersToApplication())
                .map(ObservedInstance::name)
                .filter(machine::isWell)
                .toList();
        int wanted = application.stopped() || application.job() ? 0 : application.replicas();
        // No long-running one of them ends by itself with code 0, so none is over for good, whatever its restart
        // policy says, unless the engine stopped it long after it was asked to.
        boolean mayBeOver = !(application.restart() instanceof Restart.UnlessStopped)
                && mine.stream().anyMatch(i -> machine.isStoppedLate(i.name()));
        if (well.size() != wanted && !application.job() && !(mayBeOver && well.size() < wanted)) {
            problems.add(
                    application.release().name() + ": " + well.size() + " of " + wanted + " run and are well: " + mine);
        }
        mine.stream()
                .filter(i -> ALIVE.contains(i.state()) && !well.contains(i.name()))
                .forEach(i -> problems.add(i.name() + " is too many, or not well"));
        Set<String> volumes = new TreeSet<>();
        application.release().volumes().values().forEach(v -> volumes.add(v.text()));
        volumes.removeAll(observed.volumes());
        if (!volumes.isEmpty() && !application.stopped()) {
            problems.add("volumes are missing: " + volumes);
        }
        if (isRouted(application) && wanted > 0) {
            Optional<ApplicationRoutes> led = machine.routes().routes(observed.project(), application.name());
            boolean right = led.isPresent()
                    && new TreeSet<>(led.get().instances()).equals(new TreeSet<>(well))
                    && led.get().fallback().isEmpty()
                    && led.get().trial().isEmpty()
                    && led.get().domains().equals(application.domains())
                    && observed.proxyJoined();
            if (!right) {
                problems.add("requests for " + application.name() + " are led to " + led + ", not to " + well);
            }
        }
    }

    /** At rest nothing is changed; nor is it when what was applied last, and succeeded, is applied again. */
    void assertAtRest() {
        simulation.lookAround(); // it finds what no event told of
        simulation.pass(Duration.ofMinutes(1));
        machine.fate().takeChanges();
        simulation.lookAround();
        simulation.pass(Duration.ofMinutes(1));
        nothingChanged("at rest nothing is changed", "");
        for (ProjectName project : Simulation.PROJECTS) {
            Optional<Deployment> last =
                    simulation.operations().deployments(Optional.of(project), Optional.empty(), 1).stream()
                            .findFirst()
                            .filter(d -> d.cause().equals("apply") && d.status() == Status.SUCCEEDED);
            boolean mayBeOver = machine.everything(project).stream()
                    .map(ObservedInstance::name)
                    .anyMatch(machine::isStoppedLate);
            if (last.isPresent() && !mayBeOver) {
                applyAgain(project);
            }
        }
    }

    private void applyAgain(ProjectName project) {
        Definition newest = simulation.operations().definition(project).orElseThrow();
        ApplyResult again = simulation
                .operations()
                .apply(
                        project,
                        new Definition(newest.file(), newest.text(), Map.of()),
                        OptionalLong.empty(),
                        true,
                        false,
                        "tester");
        simulation.settle();
        nothingChanged("the same applied again changes nothing", again.toString());
        if (!(again instanceof ApplyResult.Unchanged)) {
            throw new Violation("the same applied again changes nothing", again.toString());
        }
    }

    private void nothingChanged(String invariant, String how) {
        List<String> changes = machine.fate().takeChanges();
        if (!changes.isEmpty()) {
            throw new Violation(invariant, how + " " + changes);
        }
    }
}
