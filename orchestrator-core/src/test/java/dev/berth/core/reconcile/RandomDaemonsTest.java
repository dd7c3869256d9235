package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.engine.Faults;
import dev.berth.core.engine.Faults.Fault;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.operate.ApplyResult;
import dev.berth.core.operate.KeptRelease;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.ApplicationRoutes;
import dev.berth.core.store.EarlierRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons die at any commit and any call, and the next one goes on: whatever happened, it comes to a good end. */
final class RandomDaemonsTest {
    private static final int HISTORIES = Integer.getInteger("berth.histories", 15);
    private static final int LENGTH = 10;
    private static final List<String> CALLS = List.of(
            "start ",
            "stop ",
            "remove ",
            "attach ",
            "update ",
            "publish ",
            "confirm ",
            "withdraw ",
            "provideImage ",
            "removeImage ");

    @TempDir
    private Path directory;

    private final List<String> log = new ArrayList<>();
    private Random random;
    private RandomDefinition definitions;
    private TestBerth berth;

    @Test
    void everythingComesToAGoodEnd() throws IOException {
        long first = Long.getLong("berth.seed", 1);
        for (long seed = first; seed < first + HISTORIES; seed++) {
            try {
                history(seed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + String.join("\n", log), e);
            }
        }
    }

    private void history(long seed) throws IOException {
        log.clear();
        random = new Random(seed);
        definitions = new RandomDefinition(random);
        berth = TestBerth.in(Files.createDirectory(directory.resolve("data" + seed)));
        RandomDefinition.script(berth.engine);
        try {
            for (int i = 0; i < LENGTH; i++) {
                happen();
            }
            berth.pass(Duration.ofMinutes(6));
            assertGoodEnd();
        } finally {
            berth.machine.faults().none();
            berth.close();
        }
    }

    private void happen() {
        int deaths = random.nextInt(4);
        while (true) {
            Faults faults = berth.machine.faults();
            if (deaths-- > 0) {
                fate(faults);
            }
            try {
                act();
                berth.settle();
                faults.none();
                return;
            } catch (Faults.Crash dead) {
                log.add("died after " + faults.calls().get(faults.calls().size() - 1));
                faults.none();
                berth.close();
                berth = TestBerth.on(berth.machine);
            }
        }
    }

    /** When the daemon dies: at some commit or call, or the next time that it does this. */
    private void fate(Faults faults) {
        if (random.nextBoolean()) {
            faults.at(1 + random.nextInt(40), Fault.CRASH);
        } else {
            faults.on(CALLS.get(random.nextInt(CALLS.size())), Fault.CRASH);
        }
    }

    private void act() {
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> {
                String definition = definitions.next();
                log.add("apply " + definition);
                log.add(berth.apply(definition).toString());
            }
            case 3, 4 -> meddle();
            case 5, 6 -> order();
            case 7 -> {
                log.add("cancel");
                berth.operations
                        .deployments(Optional.empty(), Optional.empty(), 1)
                        .forEach(d -> berth.operations.cancel(d.id()));
            }
            default -> {
                log.add("two applies at once");
                berth.apply(definitions.next());
                berth.apply(definitions.next());
            }
        }
    }

    private void order() {
        String name = RandomDefinition.NAMES.get(random.nextInt(RandomDefinition.NAMES.size()));
        ApplicationName application = ApplicationName.of(name);
        int kind = random.nextInt(7);
        log.add("order " + kind + " " + name);
        switch (kind) {
            case 0 -> berth.operations.stop(TestBerth.SHOP, application, "tester");
            case 1 -> berth.operations.start(TestBerth.SHOP, application, "tester");
            case 2 -> berth.operations.restart(TestBerth.SHOP, application, "tester");
            case 3 -> berth.operations.deploy(TestBerth.SHOP, application, "tester");
            case 4, 5 ->
                log.add(berth.operations
                        .rollback(TestBerth.SHOP, application, earlier(application), "tester")
                        .toString());
            default -> berth.operations.scale(TestBerth.SHOP, application, 1 + random.nextInt(3), "tester");
        }
    }

    /** Any of those that are kept, or the one before the present one. */
    private OptionalLong earlier(ApplicationName application) {
        List<EarlierRelease> kept = berth.store.earlier().of(TestBerth.SHOP, application);
        return kept.isEmpty() || random.nextBoolean()
                ? OptionalLong.empty()
                : OptionalLong.of(kept.get(random.nextInt(kept.size())).deployment());
    }

    private void meddle() {
        List<ObservedInstance> instances = berth.engine.observe(TestBerth.SHOP).instances();
        if (!instances.isEmpty()) {
            ObservedInstance victim = instances.get(random.nextInt(instances.size()));
            Meddling what = Meddling.values()[random.nextInt(Meddling.values().length)];
            if (what == Meddling.PAUSE && !victim.isRunning()) {
                what = Meddling.REMOVE;
            }
            log.add(what + " " + victim.name());
            berth.engine.meddle(victim.name(), what);
        }
        switch (random.nextInt(8)) {
            case 0 -> berth.engine.loseNetwork(TestBerth.SHOP);
            case 1 -> berth.engine.disconnectProxy(TestBerth.SHOP);
            case 2 -> berth.routes.lose(TestBerth.SHOP);
            case 3 -> berth.engine.loseImage("web:1");
            default -> log.add("nothing else");
        }
        berth.fleet.lookAround();
    }

    private void assertGoodEnd() {
        assertEquals(
                List.of(),
                berth.operations.deployments(Optional.empty(), Optional.empty(), 1_000).stream()
                        .filter(d -> !d.status().isFinal())
                        .map(Deployment::id)
                        .toList(),
                "not over");
        List<DesiredApplication> accepted =
                berth.store.accepted().state(TestBerth.SHOP).applications();
        assertEquals(
                accepted.stream().map(RandomDaemonsTest::wanted).collect(Collectors.joining()),
                accepted.stream().map(this::found).collect(Collectors.joining()));
        assertEquals(
                List.of(),
                berth.engine.observe(TestBerth.SHOP).instances().stream()
                        .map(ObservedInstance::name)
                        .filter(name -> accepted.stream()
                                .noneMatch(a -> a.release().name().equals(name.release())))
                        .toList(),
                "left over");
        accepted.forEach(this::assertKeptInOrder);
        assertEquals(List.of(), berth.spareImages(), "images left over");
        berth.machine.faults().forgetCalls();
        berth.lookAround();
        berth.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), berth.engine.calls(), "at rest");
        assertAppliedAgain();
    }

    /** Each release is kept once, under a number of its own, those that gave way last first. */
    private void assertKeptInOrder(DesiredApplication application) {
        List<KeptRelease> kept = berth.operations.releases(TestBerth.SHOP, application.name());
        List<KeptRelease> sorted = kept.stream()
                .sorted(Comparator.comparing(KeptRelease::deployment).reversed())
                .toList();
        assertEquals(sorted, kept);
        assertEquals(
                kept.size(),
                kept.stream().map(KeptRelease::deployment).distinct().count());
        assertEquals(
                kept.size(), kept.stream().map(KeptRelease::release).distinct().count());
        assertTrue(kept.size() <= application.deploy().keep() + 1, kept.toString());
    }

    /** Of what should run, how many instances, and whether requests are led to all of them. */
    private static String wanted(DesiredApplication application) {
        if (application.job()) {
            return "";
        }
        int count = application.stopped() ? 0 : application.replicas();
        boolean routed = !application.domains().isEmpty() && count > 0;
        return application.release().name() + " ×" + count + " routed " + routed + "\n";
    }

    private String found(DesiredApplication application) {
        if (application.job()) {
            return "";
        }
        List<InstanceName> running = berth.instances(application.name().text()).stream()
                .filter(ObservedInstance::isRunning)
                .filter(i -> i.attached() && i.answersToApplication())
                .filter(i -> i.otherName().isEmpty() && i.otherNetworks().isEmpty())
                .filter(i -> i.resources().equals(application.resources()))
                .filter(i -> i.engineRestart().equals(application.restart().text()))
                .map(ObservedInstance::name)
                .toList();
        Optional<ApplicationRoutes> routes = berth.routes.routes(TestBerth.SHOP, application.name());
        boolean routed = routes.isPresent()
                && new TreeSet<>(routes.get().instances()).equals(new TreeSet<>(running))
                && routes.get().domains().equals(application.domains())
                && berth.engine.observe(TestBerth.SHOP).proxyJoined();
        return application.release().name() + " ×" + running.size() + " routed " + routed + "\n";
    }

    /** When the last thing that happened was an apply that succeeded, the same again changes nothing. */
    private void assertAppliedAgain() {
        Optional<Deployment> last = berth.operations.deployments(Optional.empty(), Optional.empty(), 1).stream()
                .findFirst()
                .filter(d -> d.cause().equals("apply") && d.status() == Deployment.Status.SUCCEEDED);
        if (last.isPresent()) {
            ApplyResult again = berth.apply(
                    berth.operations.definition(TestBerth.SHOP).orElseThrow().text());
            berth.settle();
            assertEquals("Unchanged", again.getClass().getSimpleName());
            assertEquals(List.of(), berth.engine.calls(), "applied again");
        }
    }
}
