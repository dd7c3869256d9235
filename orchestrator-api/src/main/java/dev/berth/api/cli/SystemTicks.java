package dev.berth.api.cli;

/** The machine's own time. */
final class SystemTicks implements Ticks {
    @Override
    public long now() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.world("interrupted");
        }
    }
}
