package dev.berth.core.engine;

import dev.berth.core.project.ProjectName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who hears of changes in the {@link InMemoryEngine}. */
final class MemoryListeners {
    private final List<Consumer<EngineEvent>> listeners = new CopyOnWriteArrayList<>();

    Subscription add(Consumer<EngineEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void clear() {
        listeners.clear();
    }

    void tell(EngineEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    void changed(ProjectName project, String what) {
        tell(new EngineEvent.Changed(project, what));
    }
}
