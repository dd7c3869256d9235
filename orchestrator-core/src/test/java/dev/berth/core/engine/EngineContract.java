package dev.berth.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.EngineUnderTest.Behaviour;
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
import dev.berth.core.release.Release;
import dev.berth.core.release.ReleaseName;
import dev.berth.core.release.VolumeName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of {@link Engine}'s contract share: an engine to try, and releases to try it with. */
public abstract class EngineContract {
    static final ProjectName PROJECT = EngineUnderTest.PROJECT;
    static final ApplicationName WEB = ApplicationName.of("web");
    static final Duration GRACE = Duration.ofSeconds(1);
    static final Resources HALF = new Resources(OptionalLong.of(64L << 20), OptionalDouble.of(0.5), 100);

    final EngineUnderTest subject;
    Engine engine;

    EngineContract(EngineUnderTest subject) {
        this.subject = subject;
    }

    @BeforeEach
    void openEngine() {
        engine = subject.engine();
    }

    @AfterEach
    void leaveNothing() {
        engine.observe(PROJECT).instances().forEach(i -> engine.remove(i.name()));
        engine.removeNetwork(PROJECT);
        engine.removeVolume(volume("data"));
        engine.close();
        subject.close();
    }

    final Release started(Release release, int slot) {
        engine.createNetwork(PROJECT);
        provide(release);
        engine.start(unproven(release, slot));
        return release;
    }

    final void provide(Release release) {
        engine.provideImage(PROJECT, WEB, release.image(), false, ProgressSink.silent());
    }

    static InstanceStart unproven(Release release, int slot) {
        return new InstanceStart(release.instance(slot), release, Resources.DEFAULT, new Restart.No(), false);
    }

    final ObservedInstance only() {
        List<ObservedInstance> all = engine.observe(PROJECT).instances();
        assertEquals(1, all.size(), () -> "not one instance but " + all);
        return all.get(0);
    }

    static VolumeName volume(String name) {
        return new VolumeName("contract_" + name, false);
    }

    static HealthCheck check(String command) {
        Duration second = Duration.ofSeconds(1);
        return new HealthCheck(new HealthCheck.Command(List.of(command)), second, second.multipliedBy(5), 1, second);
    }

    static List<String> texts(List<LogLine> lines) {
        return lines.stream().map(LogLine::text).toList();
    }

    final Release release(String brief, Behaviour behaviour) {
        return release(brief, subject.image(behaviour), subject.invocation(behaviour), List.of());
    }

    static Release withVolume(Release plain) {
        Mount data = new Mount.Volume("data", "/data", false);
        Release release = release(plain.name().brief(), plain.image(), plain.invocation(), List.of());
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

    static Release withPort(Release plain, int port) {
        return release(
                plain.name().brief(),
                plain.image(),
                plain.invocation(),
                List.of(new PublishedPort("127.0.0.1", port, 80, PublishedPort.Protocol.TCP)));
    }

    static Release release(String brief, ImageSpec image, Invocation invocation, List<PublishedPort> ports) {
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

    static void assertRefused(EngineException.Kind kind, Runnable call) {
        EngineException refused = assertThrows(EngineException.class, call::run);
        assertEquals(kind, refused.kind(), refused::getMessage);
        assertFalse(refused.getMessage().isBlank());
    }

    /** Waits, at most 10 s, until it is so. */
    static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "it did not become so within 10 s");
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
