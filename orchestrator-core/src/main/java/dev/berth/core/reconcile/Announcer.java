package dev.berth.core.reconcile;

import dev.berth.core.engine.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says to whom it concerns that there is something new in the store. */
public final class Announcer {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public void tell() {
        listeners.forEach(Runnable::run);
    }

    /** Runs the listener at everything new, until closed; it must return at once. */
    public Subscription hear(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
