package dev.berth.proxy.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is said and heard over a socket, with one deadline for all of it. It takes place in a thread of its own, because
 * neither an interrupt nor a deadline ends what a thread is blocked in at a socket, but closing that socket does.
 */
@FunctionalInterface
public interface Dialogue<T> {
    /** Blocks for as long as the other side likes. */
    T hold() throws IOException;

    /**
     * Holds it.
     *
     * @param end ends what the dialogue is blocked in, such as a socket that is closed; left alone when it ended by itself
     * @throws SocketTimeoutException when the time is over
     * @throws InterruptedException at once when the calling thread is interrupted
     */
    static <T> T within(Duration patience, Closeable end, Dialogue<T> dialogue)
            throws IOException, InterruptedException {
        FutureTask<T> held = new FutureTask<>(dialogue::hold);
        Thread thread = new Thread(held, "berth-dialogue");
        thread.setDaemon(true);
        thread.start();
        try {
            return held.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            end.close();
            SocketTimeoutException late = new SocketTimeoutException("no answer within " + patience.toMillis() + " ms");
            late.initCause(e);
            throw late;
        } catch (InterruptedException e) {
            end.close();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
