package dev.berth.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.EngineUnderTest.Behaviour;
import dev.berth.core.project.Invocation;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.Release;
import dev.berth.core.release.VolumeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link Engine} promises of networks, volumes and images, for every engine there is. */
public abstract class SurroundingsContract extends EngineContract {
    protected SurroundingsContract(EngineUnderTest subject) {
        super(subject);
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
        ImageSpec image = subject.image(Behaviour.RUNS);
        String id = engine.provideImage(PROJECT, WEB, image, false, ProgressSink.silent());
        assertEquals(id, engine.provideImage(PROJECT, WEB, image, false, ProgressSink.silent()));
        assertEquals(Optional.of(id), engine.imageId(image.reference()));
        assertEquals(Optional.of(id), engine.imageId(id));
        assertTrue(engine.observe(PROJECT).images().containsAll(List.of(id, image.reference())));
    }

    @Test
    void whatWasBuiltForAProjectIsKnownUntilItIsRemoved() {
        String reference = PROJECT + "/web:0123456789ab";
        ImageSpec image = new ImageSpec.Built(
                reference,
                Optional.empty(),
                "Dockerfile",
                Optional.of("FROM busybox\nRUN echo the contract\n"),
                Optional.empty(),
                Map.of(),
                false,
                0);
        String id = engine.provideImage(PROJECT, WEB, image, false, ProgressSink.silent());
        engine.provideImage(PROJECT, WEB, subject.image(Behaviour.RUNS), false, ProgressSink.silent());
        assertEquals(List.of(new BuiltImage(id, List.of(reference))), engine.builtImages(PROJECT));
        assertEquals(List.of(), engine.builtImages(ProjectName.of("contract2")));
        engine.removeImage(reference);
        engine.removeImage(reference);
        engine.removeImage(id);
        assertEquals(List.of(), engine.builtImages(PROJECT));
        assertFalse(engine.observe(PROJECT).images().contains(reference));
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
}
