package dev.berth.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.Invocation;
import dev.berth.core.project.Mount;
import dev.berth.core.project.Privileges;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.Fingerprint;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.Release;
import dev.berth.core.release.ReleaseName;
import dev.berth.core.release.VolumeName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Engine} promises, for every engine there is. */
public abstract class EngineContract {
    /** What the process of an instance does. */
    protected enum Behaviour {
        /** Runs on until it is stopped. */
        RUNS,
        /** Prints {@code starting} and {@code giving up}, each on a line, and ends with code 3. */
        GIVES_UP,
        /** Ends with code 0 at once. */
        COMPLETES
    }

    protected static final ProjectName PROJECT = ProjectName.of("contract");
    private static final ApplicationName WEB = ApplicationName.of("web");
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Resources HALF =
            new Resources(OptionalLong.of(64L << 20), OptionalDouble.of(0.5), 100);

    private Engine engine;

    /** A fresh look on an engine without anything of {@link #PROJECT}; with a reverse proxy's absence. */
    protected abstract Engine engine();

    /** An image that {@link Engine#provideImage} can get, whose instances behave so with {@link #invocation}. */
    protected abstract ImageSpec image(Behaviour behaviour);

    protected abstract Invocation invocation(Behaviour behaviour);

    /** Does to an instance what somebody may do behind Berth's back. */
    protected abstract void meddle(InstanceName instance, Meddling what);

    /** Puts something that is not ours where the instance would be; taken away again after the test. */
    protected abstract void occupy(InstanceName instance);

    @BeforeEach
    void openEngine() {
        engine = engine();
    }

    @AfterEach
    void leaveNothing() {
        engine.observe(PROJECT).instances().forEach(i -> engine.remove(i.name()));
        engine.removeNetwork(PROJECT);
        engine.removeVolume(volume("data"));
        engine.close();
    }

    @Test
    void itSaysWhoItIs() {
        assertFalse(engine.info().version().isEmpty());
    }

    @Test
    void aProjectThatWasNeverSeenIsEmpty() {
        ObservedState observed = engine.observe(PROJECT);
        assertEquals(
                List.of(false, false, List.of()),
                List.of(observed.network(), observed.proxyJoined(), observed.instances()));
        assertFalse(engine.observeAll().containsKey(PROJECT));
    }

    @Test
    void aNetworkIsMadeOnceAndRemovedOnce() {
        engine.createNetwork(PROJECT);
        engine.createNetwork(PROJECT);
        assertTrue(engine.observe(PROJECT).network());
        assertTrue(engine.observeAll().get(PROJECT).network());
        engine.removeNetwork(PROJECT);
        engine.removeNetwork(PROJECT);
        assertFalse(engine.observe(PROJECT).network());
    }

    @Test
    void aProxyThatIsNotThereCannotBeJoined() {
        engine.createNetwork(PROJECT);
        assertRefused(EngineException.Kind.NOT_FOUND, () -> engine.joinProxy(PROJECT));
        assertFalse(engine.observe(PROJECT).proxyJoined());
    }

    @Test
    void aVolumeIsMadeOnceAndOutlivesItsInstances() {
        engine.createVolume(PROJECT, WEB, volume("data"));
        engine.createVolume(PROJECT, WEB, volume("data"));
        Release release = withVolume(release("aaaaaaaa", Behaviour.RUNS));
        started(release, 1);
        assertTrue(only().writesVolume());
        engine.remove(release.instance(1));
        assertTrue(engine.observe(PROJECT).volumes().contains("contract_data"));
        engine.removeVolume(volume("data"));
        engine.removeVolume(volume("data"));
        assertFalse(engine.observe(PROJECT).volumes().contains("contract_data"));
    }

    @Test
    void anExternalVolumeIsNeverMade() {
        VolumeName external = new VolumeName("contract-nobodys-volume", true);
        assertRefused(EngineException.Kind.NOT_FOUND, () -> engine.createVolume(PROJECT, WEB, external));
        assertFalse(engine.observe(PROJECT).volumes().contains("contract-nobodys-volume"));
    }

    @Test
    void anImageKeepsItsIdWhenItIsProvidedAgain() {
        ImageSpec image = image(Behaviour.RUNS);
        String id = engine.provideImage(PROJECT, WEB, image, false, ProgressSink.silent());
        assertEquals(id, engine.provideImage(PROJECT, WEB, image, false, ProgressSink.silent()));
        assertEquals(Optional.of(id), engine.imageId(image.reference()));
        assertEquals(Optional.of(id), engine.imageId(id));
        assertTrue(engine.observe(PROJECT).images().containsAll(List.of(id, image.reference())));
    }

    @Test
    void anImageThatNobodyHasIsUnavailable() {
        ImageSpec nobodys = new ImageSpec.Pulled("localhost:1/nobody/has-this:1", 0);
        assertEquals(Optional.empty(), engine.imageId(nobodys.reference()));
        assertRefused(
                EngineException.Kind.IMAGE_UNAVAILABLE,
                () -> engine.provideImage(PROJECT, WEB, nobodys, false, ProgressSink.silent()));
        engine.createNetwork(PROJECT);
        Release release = release("aaaaaaaa", nobodys, Invocation.OF_THE_IMAGE, List.of());
        assertRefused(EngineException.Kind.IMAGE_UNAVAILABLE, () -> engine.start(unproven(release, 1)));
        assertEquals(List.of(), engine.observe(PROJECT).instances());
    }

    @Test
    void aStartedInstanceIsObservedAsItWasAskedFor() {
        Release release = release("aaaaaaaa", Behaviour.RUNS);
        engine.createNetwork(PROJECT);
        provide(release);
        engine.start(new InstanceStart(release.instance(2), release, HALF, new Restart.OnFailure(3), true));
        ObservedInstance it = only();
        assertEquals(
                "contract-web-aaaaaaaa-2 v1 RUNNING attached=true named=true on-failure:3 restarts=0 writes=false",
                it.name() + " " + it.recipe() + " " + it.state() + " attached=" + it.attached() + " named="
                        + it.answersToApplication() + " " + it.engineRestart() + " restarts=" + it.restarts()
                        + " writes=" + it.writesVolume());
        assertEquals(HALF, it.resources());
        assertTrue(it.address().isPresent() && it.startedAt().isPresent());
        assertEquals(engine.imageId(release.image().reference()), Optional.of(it.imageId()));
    }

    @Test
    void startingWhatRunsChangesNothing() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        ObservedInstance before = only();
        engine.start(unproven(release, 1));
        assertEquals(before, only());
    }

    @Test
    void aStoppedInstanceIsStillThereAndCanBeStartedAgain() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        engine.stop(release.instance(1), GRACE);
        engine.stop(release.instance(1), GRACE);
        assertEquals(InstanceState.EXITED, only().state());
        assertTrue(only().exitCode().isPresent() && only().finishedAt().isPresent());
        engine.start(unproven(release, 1));
        assertEquals(InstanceState.RUNNING, only().state());
        assertTrue(only().attached());
    }

    @Test
    void stoppingOrRemovingWhatIsNotThereIsQuiet() {
        InstanceName nobody = release("aaaaaaaa", Behaviour.RUNS).instance(1);
        engine.stop(nobody, GRACE);
        engine.remove(nobody);
        assertEquals(List.of(), engine.observe(PROJECT).instances());
    }

    @Test
    void twoInstancesOfOneReleaseStandSideBySide() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        engine.start(unproven(release, 2));
        engine.remove(release.instance(1));
        assertEquals(release.instance(2), only().name());
    }

    @Test
    void anInstanceWithoutItsNetworkIsNotStarted() {
        Release release = release("aaaaaaaa", Behaviour.RUNS);
        provide(release);
        assertRefused(EngineException.Kind.NOT_FOUND, () -> engine.start(unproven(release, 1)));
        assertEquals(List.of(), engine.observe(PROJECT).instances());
    }

    @Test
    void aTakenHostPortIsSaidAndLeavesNothing() {
        int port = 47_113;
        Release first = withPort(release("aaaaaaaa", Behaviour.RUNS), port);
        started(first, 1);
        Release second = withPort(release("bbbbbbbb", Behaviour.RUNS), port);
        assertRefused(EngineException.Kind.PORT_TAKEN, () -> engine.start(unproven(second, 1)));
        assertEquals(first.instance(1), only().name());
    }

    @Test
    void somethingElseUnderTheNameIsLeftAlone() {
        Release release = release("aaaaaaaa", Behaviour.RUNS);
        engine.createNetwork(PROJECT);
        provide(release);
        occupy(release.instance(1));
        assertRefused(EngineException.Kind.FOREIGN, () -> engine.start(unproven(release, 1)));
        assertRefused(EngineException.Kind.FOREIGN, () -> engine.stop(release.instance(1), GRACE));
        assertRefused(EngineException.Kind.FOREIGN, () -> engine.remove(release.instance(1)));
        assertEquals(List.of(), engine.observe(PROJECT).instances());
        assertEquals(
                List.of("container"),
                engine.obstacles(PROJECT).stream()
                        .filter(f -> f.name().endsWith("contract-web-aaaaaaaa-1"))
                        .map(ForeignThing::kind)
                        .toList());
    }

    @Test
    void whoGivesUpIsSeenWithCodeAndLastWords() {
        Release release = started(release("aaaaaaaa", Behaviour.GIVES_UP), 1);
        eventually(() -> only().state() == InstanceState.EXITED);
        assertEquals(OptionalInt.of(3), only().exitCode());
        assertEquals(
                new ProbeResult.Ended(OptionalInt.of(3), false), engine.probe(release.instance(1), check("true")));
        eventually(() -> engine.tail(release.instance(1), 10).size() == 2);
        assertEquals(List.of("starting", "giving up"), texts(engine.tail(release.instance(1), 10)));
        assertEquals(List.of("giving up"), texts(engine.tail(release.instance(1), 1)));
        assertEquals(List.of(), engine.tail(release.instance(2), 1));
    }

    @Test
    void aJobEndsWithZero() {
        Release release = started(release("aaaaaaaa", Behaviour.COMPLETES), 1);
        eventually(() -> only().state() == InstanceState.EXITED);
        assertEquals(
                new ProbeResult.Ended(OptionalInt.of(0), false), engine.probe(release.instance(1), check("true")));
    }

    @Test
    void aProbeTellsHealthyFromFailingFromMissing() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        assertEquals(new ProbeResult.Healthy(), engine.probe(release.instance(1), check("true")));
        assertTrue(engine.probe(release.instance(1), check("false")) instanceof ProbeResult.Failing);
        assertEquals(new ProbeResult.Missing(), engine.probe(release.instance(2), check("true")));
    }

    @Test
    void limitsAndRestartPolicyChangeWithoutTouchingTheProcess() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        ObservedInstance before = only();
        engine.update(release.instance(1), HALF, Restart.UNLESS_STOPPED);
        assertEquals("unless-stopped", only().engineRestart());
        assertEquals(HALF, only().resources());
        assertEquals(before.startedAt(), only().startedAt());
        engine.update(release.instance(1), Resources.DEFAULT, new Restart.No());
        assertEquals("no", only().engineRestart());
        assertEquals(Resources.DEFAULT, only().resources());
        assertRefused(
                EngineException.Kind.NOT_FOUND,
                () -> engine.update(release.instance(2), HALF, Restart.UNLESS_STOPPED));
    }

    @Test
    void theApplicationsNameIsGivenAndTakenWithoutTouchingTheProcess() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        ObservedInstance before = only();
        assertFalse(before.answersToApplication());
        engine.attach(release.instance(1), true);
        assertTrue(only().answersToApplication());
        engine.attach(release.instance(1), false);
        assertFalse(only().answersToApplication());
        assertEquals(before.startedAt(), only().startedAt());
        assertRefused(EngineException.Kind.NOT_FOUND, () -> engine.attach(release.instance(2), true));
    }

    @Test
    void whatSomebodyDidIsSeenAndPutRight() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        InstanceName name = release.instance(1);
        meddle(name, Meddling.DISCONNECT);
        assertFalse(only().attached());
        engine.attach(name, true);
        assertTrue(only().attached() && only().answersToApplication());
        meddle(name, Meddling.PAUSE);
        assertEquals(InstanceState.PAUSED, only().state());
        engine.start(unproven(release, 1));
        assertEquals(InstanceState.RUNNING, only().state());
        meddle(name, Meddling.KILL);
        eventually(() -> only().state() == InstanceState.EXITED);
        engine.start(unproven(release, 1));
        assertEquals(InstanceState.RUNNING, only().state());
        meddle(name, Meddling.REMOVE);
        eventually(() -> engine.observe(PROJECT).instances().isEmpty());
        engine.start(unproven(release, 1));
        assertEquals(InstanceState.RUNNING, only().state());
    }

    @Test
    void aListenerHearsThatAnInstanceDied() throws InterruptedException {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        CountDownLatch heard = new CountDownLatch(1);
        try (Subscription subscription = engine.subscribe(event -> {
            if (event instanceof EngineEvent.Changed changed && changed.project().equals(PROJECT)) {
                heard.countDown();
            }
        })) {
            meddle(release.instance(1), Meddling.KILL);
            assertTrue(heard.await(10, TimeUnit.SECONDS), "no event through " + subscription);
        }
    }

    @Test
    void aCommandRunsInsideAndTellsItsCode() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        StringBuilder printed = new StringBuilder();
        try (ExecSession session = engine.exec(
                release.instance(1), new ExecRequest(List.of("echo", "hello", "$HOME"), false, false))) {
            assertEquals(0, session.run((stream, bytes) -> printed.append(new String(bytes, StandardCharsets.UTF_8))));
        }
        assertEquals("hello $HOME\n", printed.toString());
        try (ExecSession session =
                engine.exec(release.instance(1), new ExecRequest(List.of("false"), false, false))) {
            assertEquals(1, session.run((stream, bytes) -> {}));
        }
    }

    @Test
    void anInterruptedThreadIsToldSo() {
        Thread.currentThread().interrupt();
        EngineException ended = assertThrows(EngineException.class, () -> engine.createNetwork(PROJECT));
        assertTrue(Thread.interrupted(), "the thread should still be interrupted");
        assertEquals(EngineException.Kind.INTERRUPTED, ended.kind());
        assertFalse(engine.observe(PROJECT).network());
    }

    private Release started(Release release, int slot) {
        engine.createNetwork(PROJECT);
        provide(release);
        engine.start(unproven(release, slot));
        return release;
    }

    private void provide(Release release) {
        engine.provideImage(PROJECT, WEB, release.image(), false, ProgressSink.silent());
    }

    private static InstanceStart unproven(Release release, int slot) {
        return new InstanceStart(release.instance(slot), release, Resources.DEFAULT, new Restart.No(), false);
    }

    private ObservedInstance only() {
        List<ObservedInstance> all = engine.observe(PROJECT).instances();
        assertEquals(1, all.size(), () -> "not one instance but " + all);
        return all.get(0);
    }

    private static VolumeName volume(String name) {
        return new VolumeName("contract_" + name, false);
    }

    private static HealthCheck check(String command) {
        Duration second = Duration.ofSeconds(1);
        return new HealthCheck(new HealthCheck.Command(List.of(command)), second, second.multipliedBy(5), 1, second);
    }

    private static List<String> texts(List<LogLine> lines) {
        return lines.stream().map(LogLine::text).toList();
    }

    private Release release(String brief, Behaviour behaviour) {
        return release(brief, image(behaviour), invocation(behaviour), List.of());
    }

    private static Release withVolume(Release plain) {
        Mount data = new Mount.Volume("data", "/data", false);
        Release release =
                release(plain.name().brief(), plain.image(), plain.invocation(), List.of());
        return new Release(
                release.name(),
                release.fingerprint(),
                release.image(),
                Optional.empty(),
                release.invocation(),
                Map.of(),
                Map.of(),
                List.of(data),
                Map.of("data", volume("data")),
                List.of(),
                List.of(),
                Privileges.LEAST,
                Map.of());
    }

    private static Release withPort(Release plain, int port) {
        return release(
                plain.name().brief(),
                plain.image(),
                plain.invocation(),
                List.of(new PublishedPort("127.0.0.1", port, 80, PublishedPort.Protocol.TCP)));
    }

    private static Release release(
            String brief, ImageSpec image, Invocation invocation, List<PublishedPort> ports) {
        return new Release(
                new ReleaseName(PROJECT, WEB, brief),
                new Fingerprint("v1", brief.repeat(8)),
                image,
                Optional.empty(),
                invocation,
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                ports,
                Privileges.LEAST,
                Map.of());
    }

    private static void assertRefused(EngineException.Kind kind, Runnable call) {
        EngineException refused = assertThrows(EngineException.class, call::run);
        assertEquals(kind, refused.kind(), refused::getMessage);
        assertFalse(refused.getMessage().isBlank());
    }

    /** Waits, at most 10 s, until it is so. */
    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "it did not become so within 10 s");
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

}
