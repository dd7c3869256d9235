package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interface answers while a daemon still starts: it must not deny what it will know a moment later. */
final class StartTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web: {image: "web:1"}
            """;

    @TempDir
    private Path data;

    @Test
    void aProjectIsKnownBeforeAnythingWasLookedAt() {
        Machine machine = Machine.with(data);
        try (TestBerth before = TestBerth.on(machine)) {
            before.deploy(SHOP);
        }
        try (TestBerth berth = TestBerth.waiting(machine)) {
            assertEquals("web", berth.status("web").name().text());
            assertFalse(berth.fleet.lookedAround());
        }
    }

    @Test
    void whoHasNoProjectYetIsReadyOnceItListens() {
        Machine machine = Machine.with(data);
        try (TestBerth berth = TestBerth.waiting(machine)) {
            assertFalse(berth.fleet.lookedAround());
            berth.fleet.start();
            assertTrue(berth.fleet.lookedAround());
        }
    }
}
