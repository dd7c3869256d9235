package dev.berth.core.store;

import static dev.berth.core.store.TestStore.BLOG;
import static dev.berth.core.store.TestStore.REDIS;
import static dev.berth.core.store.TestStore.SHOP;
import static dev.berth.core.store.TestStore.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.core.plan.AcceptedReleases;
import dev.berth.core.release.Altered;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.Everything;
import dev.berth.core.release.Release;
import dev.berth.core.release.ReleaseName;
import dev.berth.core.release.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AcceptedTest {

    @TempDir
    Path data;

    private TestStore berth;

    @BeforeEach
    void open() {
        berth = TestStore.in(data);
    }

    @AfterEach
    void close() {
        berth.close();
    }

    private static final DesiredApplication APPLICATION =
            Everything.application().withStopped(false);

    @Test
    void anAcceptedReleaseComesBackWholePinnedToTheImageItWasProvenWith() {
        during(3).accept(SHOP, APPLICATION, "sha256:1234", Set.of());
        berth = berth.reopened();
        DesiredApplication expected =
                APPLICATION.withRelease(APPLICATION.release().pinnedTo("sha256:1234"));
        assertEquals(new DesiredState(SHOP, List.of(expected)), accepted().state(SHOP));
        assertEquals(
                Optional.of(Secret.of(Everything.PLANTED)),
                Optional.of(accepted()
                        .state(SHOP)
                        .applications()
                        .get(0)
                        .release()
                        .env()
                        .get("PASSWORD")));
        assertEquals("web: deployment 7, revision 3\n", origins());
        assertEquals(List.of(SHOP), accepted().projects());
    }

    @Test
    void theNextAcceptedReleaseTakesThePlaceOfTheLast() {
        during(3).accept(SHOP, APPLICATION, "sha256:1234", Set.of());
        during(4).accept(SHOP, APPLICATION.withReplicas(7), "sha256:5678", Set.of());
        DesiredApplication now = accepted().state(SHOP).applications().get(0);
        assertEquals(
                "7 Optional[sha256:5678]", now.replicas() + " " + now.release().imageId());
        assertEquals("web: deployment 7, revision 4\n", origins());
    }

    @Test
    void aProjectWithoutAcceptedReleasesIsEmpty() {
        assertEquals(new DesiredState(SHOP, List.of()), accepted().state(SHOP));
        assertEquals("", origins());
        assertEquals(List.of(), accepted().projects());
    }

    @Test
    void forgettingAnApplicationForgetsWhatWasWishedOfIt() {
        during(3).accept(SHOP, APPLICATION, "sha256:1234", Set.of());
        during(3).accept(BLOG, APPLICATION, "sha256:1234", Set.of());
        berth.store.wishes().stop(SHOP, WEB, true);
        during(4).forget(SHOP, Set.of(WEB));
        during(4).forget(SHOP, Set.of(REDIS));
        assertEquals(List.of(BLOG), accepted().projects());
        during(5).accept(SHOP, APPLICATION, "sha256:1234", Set.of());
        assertFalse(accepted().state(SHOP).applications().get(0).stopped());
    }

    @Test
    void whatTakesThePlaceOfAnotherOneLeavesNothingOfThat() {
        during(3).accept(SHOP, redis(), "sha256:1234", Set.of());
        berth.store.wishes().stop(SHOP, REDIS, true);
        during(4).accept(SHOP, APPLICATION, "sha256:1234", Set.of(REDIS));
        assertEquals(
                List.of(WEB),
                accepted().state(SHOP).applications().stream()
                        .map(DesiredApplication::name)
                        .toList());
        during(5).accept(SHOP, redis(), "sha256:1234", Set.of());
        assertFalse(accepted().state(SHOP).application(REDIS).orElseThrow().stopped());
    }

    @Test
    void standingWishesAreInTheState() {
        during(3).accept(SHOP, APPLICATION, "sha256:1234", Set.of());
        berth.store.wishes().stop(SHOP, WEB, true);
        berth.store.wishes().scale(SHOP, WEB, 9, 3);
        DesiredApplication now = accepted().state(SHOP).applications().get(0);
        assertEquals("stopped 9", (now.stopped() ? "stopped " : "runs ") + now.replicas());
    }

    @Test
    void whatIsAcceptedIsNeverStoredAsStopped() {
        during(3).accept(SHOP, Everything.application().withStopped(true), "sha256:1234", Set.of());
        assertFalse(accepted().state(SHOP).applications().get(0).stopped());
    }

    @Test
    void nothingOfItsSecretsStandsInAnyFile() throws IOException {
        Map<String, Secret> env = Map.of("PASSWORD", Secret.of("s3cr3t-planted-value"));
        Release release = Altered.with(APPLICATION.release(), "env", env);
        during(3).accept(SHOP, APPLICATION.withRelease(release), "sha256:1234", Set.of());
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains("s3cr3t-planted-value"), () -> "in " + file);
            }
        }
    }

    @Test
    void oneThatWasMovedToAnotherPlaceDoesNotOpen() {
        during(3).accept(SHOP, APPLICATION, "sha256:1234", Set.of());
        berth.meddle("UPDATE accepted SET application = 'redis'");
        StoreException refused =
                assertThrows(StoreException.class, () -> accepted().state(SHOP));
        assertEquals(
                "KEY what is stored for accepted/shop/redis does not open with " + data.resolve("secret.key")
                        + "; restore the key and the database from the same backup",
                refused.kind() + " " + refused.getMessage());
    }

    private String origins() {
        return accepted().origins(SHOP).entrySet().stream()
                .map(e -> e.getKey() + ": deployment " + e.getValue().deployment() + ", revision "
                        + e.getValue().revision() + "\n")
                .collect(Collectors.joining());
    }

    private Accepted accepted() {
        return berth.store.accepted();
    }

    private AcceptedReleases during(long revision) {
        return accepted().during(revision + 4, revision);
    }

    private static DesiredApplication redis() {
        Release release = Altered.with(APPLICATION.release(), "name", new ReleaseName(SHOP, REDIS, "0123abcd"));
        return APPLICATION.withRelease(release);
    }
}
