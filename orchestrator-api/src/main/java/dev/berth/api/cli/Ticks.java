package dev.berth.api.cli;

/** Time that passes, for waiting and for showing how long something takes. */
interface Ticks {
    /** Milliseconds since some moment in the past; never goes back. */
    long now();

    /** Waits. */
    void pause(long milliseconds);
}
