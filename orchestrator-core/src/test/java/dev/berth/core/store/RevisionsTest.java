package dev.berth.core.store;

import static dev.berth.core.store.TestStore.BLOG;
import static dev.berth.core.store.TestStore.SHOP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.project.ProjectName;
import dev.berth.core.release.Everything;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RevisionsTest {

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

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void aDefinitionIsKeptAsItWasSent() {
        Revision added = revisions()
                .add(
                        SHOP,
                        "shop.yml",
                        "project: shop\n\u00e9 # \u0001\n",
                        Map.of("b", "sha256:2", "a", "sha256:1"),
                        "ann",
                        NOW);
        assertEquals(
                "Revision[project=shop, number=1, file=shop.yml, text=project: shop\n\u00e9 # \u0001\n,"
                        + " uploads={a=sha256:1, b=sha256:2}, actor=ann, at=2026-03-01T10:00:00Z]",
                added.toString());
        berth = berth.reopened();
        assertEquals(Optional.of(added), revisions().newest(SHOP));
        assertEquals(Optional.of(added), revisions().find(SHOP, 1));
    }

    @Test
    void theyAreNumberedWithinTheirProject() {
        assertEquals(List.of(1L, 2L, 1L, 3L), List.of(add(SHOP), add(SHOP), add(BLOG), add(SHOP)));
        assertEquals("3", revisions().newest(SHOP).map(r -> "" + r.number()).orElse("none"));
        assertEquals(List.of(BLOG, SHOP), revisions().projects());
        assertEquals(Optional.empty(), revisions().find(BLOG, 2));
        assertEquals(Optional.empty(), revisions().newest(new ProjectName("nobody")));
    }

    @Test
    void theLast50AreKeptAndThoseThatAnAcceptedReleaseIsFrom() {
        add(SHOP);
        long accepted = add(SHOP);
        berth.store.accepted().during(1, accepted).accept(SHOP, Everything.application(), "sha256:1234", Set.of());
        add(BLOG);
        LongStream.rangeClosed(3, 60).forEach(n -> add(SHOP));
        assertEquals(
                LongStream.concat(LongStream.of(2), LongStream.rangeClosed(11, 60))
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(" ")),
                kept(SHOP));
        assertEquals("1", kept(BLOG));
        berth.store.accepted().during(1, 60).accept(SHOP, Everything.application(), "sha256:1234", Set.of());
        add(SHOP);
        assertEquals(
                LongStream.rangeClosed(12, 61).mapToObj(Long::toString).collect(Collectors.joining(" ")), kept(SHOP));
    }

    private Revisions revisions() {
        return berth.store.revisions();
    }

    private long add(ProjectName project) {
        return revisions()
                .add(project, "shop.yml", "project: " + project, Map.of(), "ann", NOW)
                .number();
    }

    private String kept(ProjectName project) {
        return LongStream.rangeClosed(1, 100)
                .filter(n -> revisions().find(project, n).isPresent())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" "));
    }
}
