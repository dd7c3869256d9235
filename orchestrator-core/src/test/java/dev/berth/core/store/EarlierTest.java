package dev.berth.core.store;

import static dev.berth.core.store.TestStore.SHOP;
import static dev.berth.core.store.TestStore.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.core.deploy.Task;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.release.Altered;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.Everything;
import dev.berth.core.release.FingerprintKey;
import dev.berth.core.release.Release;
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

/** Releases that gave way stay restorable, as many as the application says. */
final class EarlierTest {
    private static final FingerprintKey KEY = FingerprintKey.of(new byte[32]);

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

    private static DesiredApplication application(String mode, int keep) {
        Release release = Altered.with(
                        Everything.application().release(), "env", Map.of("MODE", Secret.of("planted-" + mode)))
                .named(KEY);
        DeployPolicy policy = Altered.with(Everything.application().deploy(), "keep", keep);
        return Altered.with(Everything.application(), "deploy", policy)
                .withRelease(release)
                .withStopped(false);
    }

    private void accept(long deployment, String mode, int keep) {
        berth.store
                .accepted()
                .during(deployment, deployment + 100)
                .accept(SHOP, application(mode, keep), "sha256:" + mode, Set.of());
    }

    private void goBack(long deployment, String mode) {
        berth.store
                .accepted()
                .goingBack(deployment, 150)
                .accept(SHOP, application(mode, 5), "sha256:" + mode, Set.of());
    }

    /** Such as {@code 3 b sha256:b of revision 103}, the accepted one first. */
    private String kept() {
        Origin origin = berth.store.accepted().origins(SHOP).get(WEB);
        DesiredApplication now =
                berth.store.accepted().state(SHOP).application(WEB).orElseThrow();
        return line(origin.deployment(), now, origin.revision()) + " accepted"
                + (origin.rolledBack() > 0 ? " back from " + origin.rolledBack() : "") + "\n"
                + berth.store.earlier().of(SHOP, WEB).stream()
                        .map(e -> line(e.deployment(), e.application(), e.revision()) + "\n")
                        .collect(Collectors.joining());
    }

    private static String line(long deployment, DesiredApplication application, long revision) {
        Release release = application.release();
        return deployment + " " + release.env().get("MODE").reveal().replace("planted-", "") + " "
                + release.imageId().orElse("none") + " of revision " + revision;
    }

    @Test
    void aReleaseThatGivesWayStaysUnderTheNumberOfTheDeploymentThatAcceptedIt() {
        accept(1, "a", 5);
        accept(3, "b", 5);
        accept(4, "b", 5);
        accept(6, "c", 5);
        berth = berth.reopened();
        assertEquals(
                """
                6 c sha256:c of revision 106 accepted
                3 b sha256:b of revision 104
                1 a sha256:a of revision 101
                """,
                kept());
        assertEquals(Optional.empty(), berth.store.earlier().find(SHOP, WEB, 4));
        assertEquals(2, berth.store.earlier().all(SHOP).size());
    }

    @Test
    void asManyStayAsTheAcceptedOneSays() {
        accept(1, "a", 5);
        accept(2, "b", 5);
        accept(3, "c", 5);
        accept(4, "d", 2);
        assertEquals(
                """
                4 d sha256:d of revision 104 accepted
                3 c sha256:c of revision 103
                2 b sha256:b of revision 102
                """,
                kept());
        accept(5, "d", 0);
        assertEquals("4 d sha256:d of revision 105 accepted\n", kept());
    }

    @Test
    void oneThatIsGoneBackToIsNoEarlierOneAnyMore() {
        accept(1, "a", 5);
        accept(2, "b", 5);
        accept(3, "c", 5);
        goBack(7, "a");
        String back =
                """
                7 a sha256:a of revision 101 accepted back from 150
                3 c sha256:c of revision 103
                2 b sha256:b of revision 102
                """;
        assertEquals(back, kept());
        goBack(7, "a");
        berth.store.accepted().again().accept(SHOP, application("a", 5), "sha256:a", Set.of());
        assertEquals(back, kept());
        accept(8, "a", 5);
        assertEquals(
                "7 a sha256:a of revision 108 accepted\n",
                kept().lines().findFirst().orElseThrow() + "\n");
    }

    @Test
    void withItsApplicationOrProjectItGoes() {
        accept(1, "a", 5);
        accept(2, "b", 5);
        berth.store.accepted().during(3, 103).forget(SHOP, Set.of(WEB));
        assertEquals(List.of(), berth.store.earlier().all(SHOP));
        accept(4, "a", 5);
        accept(5, "b", 5);
        berth.store.forget(SHOP);
        assertEquals(List.of(), berth.store.earlier().all(SHOP));
    }

    @Test
    void theDefinitionItWasMadeFromStays() {
        for (int i = 0; i < 60; i++) {
            long number = berth.store
                    .revisions()
                    .add(
                            SHOP,
                            "f",
                            "text " + i,
                            Map.of(),
                            "ann",
                            berth.store.clock().instant())
                    .number();
            if (number < 3) {
                berth.store
                        .accepted()
                        .during(number, number)
                        .accept(SHOP, application("v" + number, 5), "sha256:x", Set.of());
            }
        }
        assertEquals(
                "true true false",
                Stream.of(1L, 2L, 3L)
                        .map(n -> "" + berth.store.revisions().find(SHOP, n).isPresent())
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void nothingOfItsSecretsStandsInAnyFile() throws IOException {
        accept(1, "a", 5);
        accept(2, "b", 5);
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains("planted-a"), () -> "in " + file);
            }
        }
    }

    @Test
    void whatAnOlderBerthAcceptedGetsTheNumberOfItsDeployment() {
        accept(9, "a", 5);
        berth.store.deployments().add(SHOP, new Task.Apply(Optional.empty(), false), 109, "ann");
        long id = berth.store
                .deployments()
                .add(SHOP, new Task.Apply(Optional.empty(), false), 109, "ann")
                .id();
        berth.store.deployments().add(SHOP, new Task.Apply(Optional.empty(), false), 110, "ann");
        asForm1();
        berth = berth.reopened();
        assertEquals(id + " a sha256:a of revision 109 accepted\n", kept());
    }

    private void asForm1() {
        berth.meddle("DROP TABLE earlier");
        berth.meddle("ALTER TABLE accepted DROP COLUMN deployment");
        berth.meddle("ALTER TABLE accepted DROP COLUMN rolled_back");
        berth.meddle("ALTER TABLE deployment DROP COLUMN cancelled");
        berth.meddle("PRAGMA user_version = 1");
    }
}
