package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.plan.Stage;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.time.ManualTimekeeper;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RepairLedgerTest {
    private final ManualTimekeeper time = new ManualTimekeeper();
    private final RepairLedger ledger = new RepairLedger(time, new Random(1));

    @Test
    void aFailureIsNewsOnlyWhenItIsAnotherThanBefore() {
        assertTrue(ledger.failed(
                "web", time.elapsed(), "web-1 ended with exit code 3; its last lines:\n  | 10:00 no luck"));
        assertFalse(ledger.failed(
                "web", time.elapsed(), "web-1 ended with exit code 3; its last lines:\n  | 10:05 no luck"));
        assertTrue(ledger.failed(
                "web", time.elapsed(), "web-1 ended with exit code 4; its last lines:\n  | 10:10 no luck"));
        ledger.repaired("web", time.elapsed());
        assertTrue(ledger.failed(
                "web", time.elapsed(), "web-1 ended with exit code 4; its last lines:\n  | 10:15 no luck"));
        assertTrue(ledger.failed("web", time.elapsed(), "endpoint 626744ffcade9cf8 cannot be made"));
        assertFalse(ledger.failed("web", time.elapsed(), "endpoint 010442e13f96b868 cannot be made"));
    }

    @Test
    void itIsDueAsSoonAsTheTimeOfOneHasComeWhateverElseIsLeftAloneForLonger() {
        for (int i = 0; i < 9; i++) {
            ledger.failed("web", time.elapsed(), "no luck");
        }
        ledger.repaired("work", time.elapsed());
        time.pass(Duration.ofSeconds(1));
        assertEquals(Duration.ZERO, ledger.pause(Set.of("web", "work"), time.elapsed()));
        assertTrue(ledger.pause(Set.of("web"), time.elapsed()).compareTo(Duration.ofMinutes(3)) > 0);
        assertEquals(
                Set.of(ApplicationName.of("web")), ledger.held(time.elapsed()).keySet());
    }

    @Test
    void whatFailsOfTheProjectAsAWholeIsItsTrouble() {
        ledger.failed(Stage.PREPARE, time.elapsed(), "no free subnet");
        ledger.failed("web", time.elapsed(), "no luck");
        assertEquals("no free subnet", ledger.trouble());
        assertEquals("no luck", ledger.notes().get(ApplicationName.of("web")).message());
        ledger.wellAgain();
        assertEquals("", ledger.trouble());
    }

    @Test
    void anEngineThatIsBackGivesTheProjectAsAWholeAnotherChanceAndNoApplication() {
        ledger.failed(Stage.PREPARE, time.elapsed(), "no engine");
        ledger.failed("web", time.elapsed(), "no luck");
        ledger.retryCommon();
        assertFalse(ledger.holds(Stage.PREPARE, time.elapsed()));
        assertTrue(ledger.holds("web", time.elapsed()));
    }
}
