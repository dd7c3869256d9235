package dev.berth.core.store;

import static dev.berth.core.store.TestStore.BLOG;
import static dev.berth.core.store.TestStore.SHOP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GenerationsTest {

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
    void aReferenceIsOfGeneration0UntilALookBroughtSomethingElse() {
        assertEquals(0, generations().of(SHOP, "redis:7"));
        assertFalse(generations().looked(SHOP, "redis:7", "sha256:a", "sha256:a"));
        assertEquals("{}", generations().all(SHOP).toString());
        assertTrue(generations().looked(SHOP, "redis:7", "sha256:a", "sha256:b"));
        berth = berth.reopened();
        assertEquals(1, generations().of(SHOP, "redis:7"));
        assertEquals("{redis:7=1}", generations().all(SHOP).toString());
    }

    @Test
    void whatWasSeenAlreadyButIsNotYetProvenIsNoNewGeneration() {
        generations().looked(SHOP, "redis:7", "sha256:a", "sha256:b");
        assertFalse(generations().looked(SHOP, "redis:7", "sha256:a", "sha256:b"));
        assertTrue(generations().looked(SHOP, "redis:7", "sha256:a", "sha256:c"));
        assertEquals(2, generations().of(SHOP, "redis:7"));
    }

    @Test
    void lookingInOneProjectRaisesNothingInAnother() {
        generations().looked(SHOP, "redis:7", "sha256:a", "sha256:b");
        assertEquals(
                "0 {}", generations().of(BLOG, "redis:7") + " " + generations().all(BLOG));
    }

    private Generations generations() {
        return berth.store.generations();
    }
}
