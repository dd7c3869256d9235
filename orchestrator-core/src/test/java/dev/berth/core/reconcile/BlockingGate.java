package dev.berth.core.reconcile;

import dev.berth.core.engine.EngineException;
import dev.berth.core.plan.HealthGate;
import dev.berth.core.release.InstanceName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets those who wait for an application wait until it is opened. */
final class BlockingGate {
    private record Door(CountDownLatch entered, CountDownLatch opened) {}

    private final Map<String, Door> doors = new ConcurrentHashMap<>();

    HealthGate before(HealthGate gate) {
        return new InterposedGate(gate, this::pass);
    }

    void block(String application) {
        doors.put(application, new Door(new CountDownLatch(1), new CountDownLatch(1)));
    }

    void open(String application) {
        doors.get(application).opened().countDown();
    }

    void openAll() {
        doors.keySet().forEach(this::open);
    }

    /** Returns when somebody waits for it. */
    void awaitBlocked(String application) throws InterruptedException {
        if (!doors.get(application).entered().await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody waits for " + application);
        }
    }

    private void pass(InstanceName instance) {
        Optional<Door> door =
                Optional.ofNullable(doors.get(instance.release().application().text()));
        try {
            if (door.isPresent()) {
                door.get().entered().countDown();
                door.get().opened().await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.INTERRUPTED, "waiting was ended", e);
        }
    }
}
