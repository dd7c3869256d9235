package dev.berth.core.reconcile;

import dev.berth.core.engine.Faults;
import java.util.function.Consumer;

/** Lets daemons die. */
final class Crashes {
    private Crashes() {}

    /**
     * Lets a daemon work until it dies, or until it rests; then another one is started on its machine, which has not had
     * its first look yet.
     *
     * @param when says when it dies
     */
    static TestBerth at(TestBerth berth, Consumer<Faults> when) {
        Faults faults = berth.machine.faults();
        when.accept(faults);
        try {
            berth.settle();
        } catch (Faults.Crash dead) {
            faults.none();
        }
        faults.none();
        berth.close();
        return TestBerth.on(berth.machine);
    }
}
