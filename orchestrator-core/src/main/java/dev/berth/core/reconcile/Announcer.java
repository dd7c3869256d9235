package dev.berth.core.reconcile;

import dev.berth.core.engine.Subscription;
import dev.berth.core.time.Bell;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says to whom it concerns that there is something new in the store. */
public final class Announcer {
    private final List<Bell> bells = new CopyOnWriteArrayList<>();

    public void tell() {
        bells.forEach(Bell::ring);
    }

    /** Rings the bell at everything new, until closed. */
    public Subscription ring(Bell bell) {
        bells.add(bell);
        return () -> bells.remove(bell);
    }
}
