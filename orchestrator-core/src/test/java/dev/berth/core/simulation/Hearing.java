package dev.berth.core.simulation;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** How events reach the daemon; that the stream broke or is there again is always heard. */
final class Hearing {
    /** What becomes of an event. */
    enum Quality {
        GOOD,
        LOST,
        TWICE,
        LATE
    }

    private final Deque<Runnable> late = new ArrayDeque<>();
    private Quality quality = Quality.GOOD;

    void become(Quality now) {
        quality = now;
    }

    /** What was on its way arrives. */
    void arrive() {
        while (!late.isEmpty()) {
            late.poll().run();
        }
    }

    /** Nobody is there any more to hear it. */
    void forget() {
        late.clear();
    }

    Engine through(Engine engine) {
        return Twist.of(Engine.class, engine, "subscribe", (arguments, right) -> {
            Consumer<EngineEvent> listener = event -> tell(arguments[0], event);
            return right.apply(new Object[] {listener});
        });
    }

    @SuppressWarnings("unchecked")
    private void tell(Object listener, EngineEvent event) {
        Consumer<EngineEvent> daemon = (Consumer<EngineEvent>) listener;
        if (!(event instanceof EngineEvent.Changed)) {
            daemon.accept(event);
            return;
        }
        switch (quality) {
            case GOOD -> daemon.accept(event);
            case TWICE -> {
                daemon.accept(event);
                daemon.accept(event);
            }
            case LATE -> late.add(() -> daemon.accept(event));
            case LOST -> {
                // Nobody hears of it.
            }
        }
    }
}
