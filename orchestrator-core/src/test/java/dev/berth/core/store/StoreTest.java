package dev.berth.core.store;

import static dev.berth.core.store.TestStore.BLOG;
import static dev.berth.core.store.TestStore.REDIS;
import static dev.berth.core.store.TestStore.SHOP;
import static dev.berth.core.store.TestStore.WEB;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.Task;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.Everything;
import dev.berth.core.release.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {

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

    @Test
    void itsIdAndItsKeyAreRandomAndStayTheSame() {
        String id = berth.store.id();
        byte[] key = berth.store.fingerprintKey();
        assertTrue(id.matches("[0-9a-f]{32}"), id);
        berth.store.fingerprintKey()[0]++;
        berth = berth.reopened();
        assertEquals(id, berth.store.id());
        assertArrayEquals(key, berth.store.fingerprintKey());
        try (TestStore other = TestStore.in(data.resolve("other"))) {
            assertTrue(!other.store.id().equals(id));
        }
    }

    @Test
    void aKeyThatIsGoneOrNoneIsRefused() throws IOException {
        berth.close();
        for (String name : List.of("secret.key", "fingerprint.key")) {
            Path file = data.resolve(name);
            byte[] key = Files.readAllBytes(file);
            Files.delete(file);
            assertEquals(
                    "KEY " + file + " is missing, and what is stored in " + data
                            + " cannot be opened without it; restore it from a backup",
                    refused());
            assertTrue(!Files.exists(file));
            Files.write(file, new byte[31]);
            assertEquals("KEY " + file + " holds 31 bytes, a key has 32; restore it from a backup", refused());
            Files.write(file, key);
        }
        berth = TestStore.in(data);
    }

    @Test
    void ofAProjectThatIsForgottenOnlyItsHistoryStays() {
        fill(SHOP);
        String shopOnly = StoreText.of(berth.store);
        fill(BLOG);
        berth.store.forget(BLOG);
        String blogForgotten = StoreText.of(berth.store);
        assertEquals(
                """
                deployment: Deployment[id=2, project=blog, application=Optional[web], revision=1, status=QUEUED, cause=stop, actor=ann, createdAt=2026-03-01T10:00:00Z, begunAt=Optional.empty, finishedAt=Optional.empty, outcomes=[], message=]
                unfinished of: [blog, shop]
                unfinished: Unfinished[deployment=Deployment[id=2, project=blog, application=Optional[web], revision=1, status=QUEUED, cause=stop, actor=ann, createdAt=2026-03-01T10:00:00Z, begunAt=Optional.empty, finishedAt=Optional.empty, outcomes=[], message=], task=Stop[name=web], attempts=0, cancelled=false]
                """,
                added(shopOnly, blogForgotten));
    }

    @Test
    void severalCallsTogetherAreDoneOrNotDone() {
        String before = StoreText.of(berth.store);
        IllegalStateException thrown = new IllegalStateException("no");
        assertEquals(thrown, assertThrows(IllegalStateException.class, () -> berth.store
                .database()
                .together(() -> {
                    fill(SHOP);
                    berth.store.database().together(() -> fill(BLOG));
                    throw thrown;
                })));
        assertEquals(before, StoreText.of(berth.store));
        berth.store.database().together(() -> fill(SHOP));
        assertEquals(List.of(SHOP), berth.store.revisions().projects());
    }

    @Test
    void whatIsUnderWayIsSeenByNobodyElse() {
        berth.store.database().together(() -> {
            berth.store.secrets().set(SHOP, "PASSWORD", Secret.of("one"));
            assertEquals("{PASSWORD=1}", berth.store.secrets().names(SHOP).toString());
            assertEquals(
                    "{}",
                    CompletableFuture.supplyAsync(() -> berth.store.secrets().names(SHOP))
                            .join()
                            .toString());
        });
        assertEquals("{PASSWORD=1}", berth.store.secrets().names(SHOP).toString());
    }

    @Test
    void aRefusedWriteIsSaidAndSpoilsNothing() {
        StoreException refused = assertThrows(
                StoreException.class, () -> berth.store.deployments().append(7, "", new DeploymentEvent.Progress("x")));
        assertEquals(
                "REFUSED cannot write " + data.resolve("berth.db")
                        + ": [SQLITE_CONSTRAINT_FOREIGNKEY] A foreign key constraint failed (FOREIGN KEY constraint failed)",
                refused.kind() + " " + refused.getMessage());
        fill(SHOP);
        berth = berth.reopened();
        assertEquals(List.of(SHOP), berth.store.revisions().projects());
    }

    @Test
    void manyWritersTakeTurns() {
        long id = berth.store
                .deployments()
                .add(SHOP, new Task.Stop(WEB), 1, "ann")
                .id();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            writers.add(CompletableFuture.runAsync(() -> {
                for (int line = 0; line < 50; line++) {
                    berth.store.deployments().append(id, "web", new DeploymentEvent.Progress("x"));
                    berth.store.deployments().events(id, 0, 10);
                }
            }));
        }
        writers.forEach(CompletableFuture::join);
        assertEquals(
                LongStream.rangeClosed(1, 200).boxed().toList(),
                berth.store.deployments().events(id, 0, 1000).stream()
                        .map(DeploymentEvent::number)
                        .toList());
    }

    @Test
    void readingWritesNothing() {
        fill(SHOP);
        long before = berth.store.database().changes();
        StoreText.of(berth.store);
        assertEquals(before, berth.store.database().changes());
        berth.store.audit().add("ann", "apply", "shop", "deployment 1");
        assertTrue(berth.store.database().changes() > before);
    }

    @Test
    void anUploadWaitsForTheNextDefinitionOfItsApplication() {
        berth.store.pendingContexts().set(SHOP, WEB, "sha256:one");
        berth.store.pendingContexts().set(SHOP, WEB, "sha256:two");
        berth = berth.reopened();
        assertEquals(Optional.of("sha256:two"), berth.store.pendingContexts().find(SHOP, WEB));
        assertEquals(Optional.empty(), berth.store.pendingContexts().find(SHOP, REDIS));
        assertEquals(Optional.empty(), berth.store.pendingContexts().find(BLOG, WEB));
    }

    private void fill(ProjectName project) {
        berth.store
                .revisions()
                .add(
                        project,
                        "f.yml",
                        "project: x",
                        Map.of(),
                        "ann",
                        berth.store.clock().instant());
        berth.store.accepted().during(1, 1).accept(project, Everything.application(), "sha256:1234", Set.of());
        berth.store.wishes().stop(project, REDIS, true);
        berth.store.deployments().add(project, new Task.Stop(WEB), 1, "ann");
        berth.store.generations().looked(project, "redis:7", "sha256:a", "sha256:b");
        berth.store.secrets().set(project, "PASSWORD", Secret.of("one"));
        berth.store.endedLogs().add(project, WEB, "i", OptionalLong.empty(), "killed", List.of());
        berth.store.pendingContexts().set(project, WEB, "sha256:one");
    }

    /** The lines that the first text lacks, sorted. */
    private static String added(String before, String after) {
        List<String> lines = new ArrayList<>(after.lines().toList());
        before.lines().forEach(lines::remove);
        return String.join("\n", lines.stream().sorted().toList()) + "\n";
    }

    private String refused() {
        StoreException refused = assertThrows(StoreException.class, () -> TestStore.in(data));
        return refused.kind() + " " + refused.getMessage();
    }
}
