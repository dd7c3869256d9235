package dev.berth.api.http;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** That somebody may go on with what they were once allowed to begin; asked anew from time to time. */
final class Permission {
    private final BooleanSupplier allowed;
    private final long askedEvery;
    private long asked = System.nanoTime();
    private boolean holds = true;

    /** @param askMillis for how long an answer is believed */
    Permission(BooleanSupplier allowed, long askMillis) {
        this.allowed = allowed;
        this.askedEvery = TimeUnit.MILLISECONDS.toNanos(askMillis);
    }

    synchronized boolean holds() {
        long now = System.nanoTime();
        if (holds && now - asked >= askedEvery) {
            asked = now;
            holds = allowed.getAsBoolean();
        }
        return holds;
    }
}
