package dev.berth.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTest {

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
    void whoOrderedWhatIsToldTheNewestFirst() {
        berth.store.audit().add("ann", "apply", "shop", "deployment 1");
        berth.pass(Duration.ofSeconds(1));
        berth.store.audit().add("bob", "stop", "shop/web", "refused: \u00e9");
        berth = berth.reopened();
        assertEquals(
                "[AuditEntry[at=2026-03-01T10:00:01Z, actor=bob, action=stop, target=shop/web, outcome=refused: \u00e9],"
                        + " AuditEntry[at=2026-03-01T10:00:00Z, actor=ann, action=apply, target=shop,"
                        + " outcome=deployment 1]]",
                berth.store.audit().list(10).toString());
        assertEquals("bob", berth.store.audit().list(1).get(0).actor());
    }

    @Test
    void theLast10000AreKept() {
        berth.store.database().together(() -> IntStream.rangeClosed(1, 10_003)
                .forEach(n -> berth.store.audit().add("ann", "apply", "shop", "deployment " + n)));
        assertEquals(
                "10000 deployment 4",
                berth.store.audit().list(20_000).size() + " "
                        + berth.store.audit().list(20_000).get(9_999).outcome());
    }
}
