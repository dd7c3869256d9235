package dev.berth.api.cli;

/** Time that passes only when somebody waits. */
final class HandTicks implements Ticks {
    private long now = 1_000_000;

    @Override
    public synchronized long now() {
        return now;
    }

    @Override
    public synchronized void pause(long milliseconds) {
        now += milliseconds;
    }
}
