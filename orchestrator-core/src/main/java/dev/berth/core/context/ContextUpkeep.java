package dev.berth.core.context;

import dev.berth.core.store.Store;
import dev.berth.core.store.StoreException;
import dev.berth.core.time.Bell;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of uploads that nothing needs any more, at the start and once a day. What is younger than a day stays: its
 * definition may be on its way.
 */
public final class ContextUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContextUpkeep.class);
    private static final Duration DAY = Duration.ofDays(1);

    private final Store store;
    private final ContextStore contexts;
    private final Timekeeper time;
    private final Bell closingBell;
    private volatile boolean closing;

    public ContextUpkeep(Store store, ContextStore contexts, Timekeeper time) {
        this.store = store;
        this.contexts = contexts;
        this.time = time;
        this.closingBell = time.bell();
    }

    public void start() {
        Thread thread = new Thread(this::days, "berth-uploads");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closing = true;
        closingBell.ring();
    }

    private void days() {
        try {
            while (!closing) {
                tryToClear();
                closingBell.await(DAY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryToClear() {
        try {
            clear();
        } catch (StoreException | ContextException e) {
            LOG.warn("uploads that nothing needs any more stay for another day: {}", e.getMessage());
        }
    }

    void clear() {
        contexts.discardExcept(store.neededUploads(), time.now().minus(DAY));
    }
}
