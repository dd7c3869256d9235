package dev.berth.proxy.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By which CAA records know an authority. */
final class CaaIdentitiesTest {
    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void whatTheDirectorySaysIsAskedForOnce() {
        scene.fake.meta = "\"caaIdentities\":[\"CA.example\",\"old-ca.example\"],";
        assertEquals(List.of(), scene.fake.asked);

        for (int i = 0; i < 2; i++) {
            assertEquals(Optional.of(Set.of("ca.example", "old-ca.example")), scene.authority.caaIdentities());
        }
        assertEquals(List.of("directory"), scene.fake.asked);
    }

    @Test
    void anAuthorityThatAnnouncesNoneHasNone() {
        assertEquals(Optional.of(Set.of()), scene.authority.caaIdentities());
    }

    @Test
    void aDirectoryThatCannotBeReadIsReadTheNextTime() {
        scene.fake.meta = "\"caaIdentities\":[\"ca.example\"],";
        scene.fake.next(
                "directory", Reply.text(503, "busy"), Reply.json(200, "{\"meta\":{\"caaIdentities\":\"nonsense\"}}"));

        assertEquals(Optional.empty(), scene.authority.caaIdentities());
        assertEquals(Optional.empty(), scene.authority.caaIdentities());
        assertEquals(Optional.of(Set.of("ca.example")), scene.authority.caaIdentities());
    }

    @Test
    void aDirectoryThatIsSilentHoldsUpNobody() {
        scene.fake.next("directory", Reply.SILENCE);
        AuthoritySettings settings =
                AuthoritySettings.of(scene.fake.directory(), scene.store, scene.board, scene.clock);
        CaaIdentities identities = new CaaIdentities(new AcmeNetwork(settings), Duration.ofMillis(20));

        assertEquals(Optional.empty(), identities.known());
    }
}
