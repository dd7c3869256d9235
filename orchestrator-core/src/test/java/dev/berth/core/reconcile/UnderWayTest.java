package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An interrupt ends exactly what it was meant for. */
final class UnderWayTest {
    private final UnderWay underWay = new UnderWay();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void leaveNoInterrupt() {
        Thread.interrupted();
    }

    private boolean cancel(long deployment) {
        return underWay.cancel(deployment, () -> asked.incrementAndGet() > 0);
    }

    @Test
    void anOrderEndsHealingAndNoDeployment() {
        underWay.begin(7);
        underWay.interruptHealing();
        assertFalse(Thread.interrupted());
        underWay.end();
        underWay.beginHealing();
        underWay.interruptHealing();
        assertTrue(Thread.interrupted());
    }

    @Test
    void nothingIsInterruptedBetweenOneThingAndTheNext() {
        underWay.begin(7);
        underWay.end();
        underWay.interrupt();
        underWay.interruptHealing();
        assertFalse(Thread.interrupted());
    }

    @Test
    void anInterruptThatCameTooLateDoesNotHitWhatComesNext() {
        underWay.beginHealing();
        underWay.interruptHealing();
        underWay.end();
        underWay.begin(7);
        assertFalse(Thread.interrupted());
    }

    @Test
    void aCancelHitsItsOwnDeploymentOnly() {
        underWay.begin(7);
        assertEquals(OptionalLong.of(7), underWay.deployment());
        assertTrue(cancel(8));
        assertEquals(1, asked.get());
        assertFalse(underWay.isCancelled() || Thread.interrupted());
        assertTrue(cancel(7));
        assertEquals(1, asked.get());
        assertTrue(underWay.isCancelled() && Thread.interrupted());
        underWay.end();
        assertEquals(OptionalLong.empty(), underWay.deployment());
        underWay.begin(8);
        assertFalse(underWay.isCancelled());
    }

    @Test
    void whatIsOverHasNothingToCancel() {
        underWay.begin(7);
        underWay.end();
        assertFalse(underWay.cancel(7, () -> false));
    }
}
