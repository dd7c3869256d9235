package dev.berth.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BellTest {

    private static final Duration FOR_EVER = Duration.ofDays(100_000);

    private final Timekeeper time = Timekeeper.system();
    private final Bell bell = time.bell();

    @Test
    void aBellThatNobodyRingsIsWaitedForInVain() throws InterruptedException {
        assertFalse(bell.await(Duration.ofMillis(1)));
        assertFalse(bell.await(Duration.ZERO));
        assertFalse(bell.await(Duration.ofSeconds(-1)));
    }

    @Test
    void itStaysRungUntilSomebodyHasWaited() throws InterruptedException {
        bell.ring();
        bell.ring();
        assertTrue(bell.await(Duration.ZERO));
        assertFalse(bell.await(Duration.ZERO));
    }

    @Test
    void itEndsTheWaitingOfAnotherThread() {
        CompletableFuture<Boolean> heard = CompletableFuture.supplyAsync(() -> {
            try {
                return bell.await(FOR_EVER);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        bell.ring();
        assertTrue(heard.join());
    }

    @Test
    void twoBellsAreTwo() throws InterruptedException {
        time.bell().ring();
        assertFalse(bell.await(Duration.ZERO));
    }

    @Test
    void anInterruptEndsEveryWaiting() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> bell.await(FOR_EVER));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> time.sleep(FOR_EVER));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void elapsedTimeOnlyGrowsAndASleepIsNotShorterThanAsked() throws InterruptedException {
        Duration before = time.elapsed();
        time.sleep(Duration.ofMillis(5));
        assertTrue(time.elapsed().minus(before).compareTo(Duration.ofMillis(5)) >= 0);
    }

    @Test
    void noTimeNeedsNoSleep() throws InterruptedException {
        ManualTimekeeper manual = new ManualTimekeeper();
        Duration before = manual.elapsed();
        manual.sleep(Duration.ZERO);
        manual.sleep(Duration.ofSeconds(-1));
        assertEquals(before, manual.elapsed());
        time.sleep(Duration.ZERO);
        time.sleep(Duration.ofDays(-1));
    }
}
