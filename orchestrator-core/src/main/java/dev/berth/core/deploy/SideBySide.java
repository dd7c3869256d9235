package dev.berth.core.deploy;

import dev.berth.core.engine.EngineException;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Looks at several instances at once; closing it ends the looks under way. */
final class SideBySide implements AutoCloseable {
    private final ExecutorService threads;
    private final boolean alone;

    /** @param atOnce with 1 everything runs in the caller's thread */
    SideBySide(int atOnce) {
        this.alone = atOnce <= 1;
        this.threads = Executors.newFixedThreadPool(Math.max(1, atOnce), work -> {
            Thread thread = new Thread(work, "berth-watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns when all are done; the first failure is thrown at once, whatever the others are at. */
    void all(List<Runnable> looks) {
        Executor executor = alone ? Runnable::run : threads;
        CompletionService<Void> ended = new ExecutorCompletionService<>(executor);
        try {
            int left = looks.size();
            for (Runnable look : looks) {
                ended.submit(look, null);
                for (Future<Void> one = ended.poll(); one != null; one = ended.poll()) {
                    one.get();
                    left--;
                }
            }
            for (; left > 0; left--) {
                ended.take().get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.INTERRUPTED, "waiting was ended by a cancel", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static RuntimeException failure(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
