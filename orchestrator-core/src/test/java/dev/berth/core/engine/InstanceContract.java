package dev.berth.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.EngineUnderTest.Behaviour;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.Release;
import dev.berth.proxy.FreePort;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What {@link Engine} promises of starting, changing and ending instances, for every engine there is. */
public abstract class InstanceContract extends EngineContract {
    protected InstanceContract(EngineUnderTest subject) {
        super(subject);
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
        int port = FreePort.next();
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
        subject.occupy(release.instance(1));
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
                EngineException.Kind.NOT_FOUND, () -> engine.update(release.instance(2), HALF, Restart.UNLESS_STOPPED));
    }

    @Test
    void whatWasStoppedKeepsItsRestartPolicyUntilItsNextStart() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        InstanceName name = release.instance(1);
        engine.update(name, Resources.DEFAULT, Restart.UNLESS_STOPPED);
        engine.stop(name, GRACE);
        assertEquals(InstanceState.EXITED, only().state());
        assertEquals("unless-stopped", only().engineRestart());
        engine.start(new InstanceStart(name, release, Resources.DEFAULT, new Restart.OnFailure(3), false));
        assertEquals(InstanceState.RUNNING, only().state());
        assertEquals("on-failure:3", only().engineRestart());
    }

    @Test
    void whatWasStoppedKeepsItsRestartPolicyAlsoWhenItCannotStart() {
        int port = FreePort.next();
        Release first = started(withPort(release("aaaaaaaa", Behaviour.RUNS), port), 1);
        InstanceName name = first.instance(1);
        engine.update(name, Resources.DEFAULT, Restart.UNLESS_STOPPED);
        engine.stop(name, GRACE);
        Release second = started(withPort(release("bbbbbbbb", Behaviour.RUNS), port), 1);
        InstanceStart again = new InstanceStart(name, first, Resources.DEFAULT, new Restart.OnFailure(3), false);
        assertRefused(EngineException.Kind.PORT_TAKEN, () -> engine.start(again));
        engine.remove(second.instance(1));
        assertEquals("unless-stopped", only().engineRestart());
        engine.start(again);
        assertEquals("on-failure:3", only().engineRestart());
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
    void aRenamedInstanceIsFoundAndGetsItsNameBackWithoutTouchingTheProcess() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        InstanceName name = release.instance(1);
        ObservedInstance before = only();
        assertEquals(Optional.empty(), before.otherName());
        subject.meddle(name, Meddling.RENAME);
        assertEquals(name, only().name());
        assertTrue(only().otherName().orElseThrow().endsWith("renamed"));
        assertEquals(new ProbeResult.Healthy(), engine.probe(name, check("true")));
        engine.start(unproven(release, 1));
        engine.update(name, HALF, Restart.UNLESS_STOPPED);
        engine.attach(name, true);
        assertEquals(before.startedAt(), only().startedAt());
        engine.restoreName(name);
        engine.restoreName(name);
        assertEquals(Optional.empty(), only().otherName());
        assertEquals(before.startedAt(), only().startedAt());
        subject.meddle(name, Meddling.RENAME);
        engine.stop(name, GRACE);
        engine.start(unproven(release, 1));
        assertEquals(InstanceState.RUNNING, only().state());
        engine.remove(name);
        assertEquals(List.of(), engine.observe(PROJECT).instances());
        assertRefused(EngineException.Kind.NOT_FOUND, () -> engine.restoreName(name));
    }

    @Test
    void anInstanceThatSomebodyConnectedElsewhereIsTakenOffThatNetworkOnly() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        InstanceName name = release.instance(1);
        ObservedInstance before = only();
        assertEquals(List.of(), before.otherNetworks());
        subject.meddle(name, Meddling.CONNECT_ELSEWHERE);
        assertEquals(1, only().otherNetworks().size());
        String other = only().otherNetworks().get(0);
        engine.disconnect(name, other);
        engine.disconnect(name, other);
        assertEquals(before, only());
        engine.disconnect(release.instance(2), other);
    }

    @Test
    void limitsAndRestartPolicyThatSomebodyChangedAreSeenAndPutBack() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        InstanceName name = release.instance(1);
        engine.update(name, Resources.DEFAULT, Restart.UNLESS_STOPPED);
        ObservedInstance before = only();
        subject.meddle(name, Meddling.CHANGE_LIMITS);
        assertEquals(new Resources(OptionalLong.of(32 << 20), OptionalDouble.of(0.25), 7), only().resources());
        subject.meddle(name, Meddling.CHANGE_RESTART_POLICY);
        assertEquals("on-failure:7", only().engineRestart());
        engine.update(name, HALF, Restart.UNLESS_STOPPED);
        assertEquals(HALF, only().resources());
        engine.update(name, Resources.DEFAULT, Restart.UNLESS_STOPPED);
        assertEquals(before, only());
    }

    @Test
    void aLimitThatBerthNeverSetsIsSeenAndANewInstanceIsWithoutIt() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        InstanceName name = release.instance(1);
        ObservedInstance before = only();
        assertEquals(List.of(), before.otherLimits());
        subject.limitOtherwise(name);
        assertEquals(List.of("cpu-shares 512"), only().otherLimits());
        assertEquals(before.resources(), only().resources());
        engine.remove(name);
        engine.start(unproven(release, 1));
        assertEquals(List.of(), only().otherLimits());
    }

    @Test
    void whatSomebodyDidIsSeenAndPutRight() {
        Release release = started(release("aaaaaaaa", Behaviour.RUNS), 1);
        InstanceName name = release.instance(1);
        subject.meddle(name, Meddling.DISCONNECT);
        assertFalse(only().attached());
        engine.attach(name, true);
        assertTrue(only().attached() && only().answersToApplication());
        subject.meddle(name, Meddling.PAUSE);
        assertEquals(InstanceState.PAUSED, only().state());
        engine.start(unproven(release, 1));
        assertEquals(InstanceState.RUNNING, only().state());
        subject.meddle(name, Meddling.KILL);
        eventually(() -> only().state() == InstanceState.EXITED);
        engine.start(unproven(release, 1));
        assertEquals(InstanceState.RUNNING, only().state());
        subject.meddle(name, Meddling.REMOVE);
        eventually(() -> engine.observe(PROJECT).instances().isEmpty());
        engine.start(unproven(release, 1));
        assertEquals(InstanceState.RUNNING, only().state());
    }
}
