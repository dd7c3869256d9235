package dev.berth.core.simulation;

import dev.berth.core.time.ManualTimekeeper;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What everything in one simulation shares.
 *
 * @param belated what is done some time after its caller has given up waiting
 */
record Scene(Fate fate, ManualTimekeeper time, Deque<Runnable> belated) {
    static Scene empty() {
        return new Scene(new Fate(), new ManualTimekeeper(), new ArrayDeque<>());
    }
}
