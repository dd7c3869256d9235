package dev.berth.proxy.acme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One port for neighbours only, whose connections are few, short and answered in threads of their own. */
final class Listener implements AutoCloseable {
    /** Says what is to be said on a connection and returns; a failure of the other side is nobody's concern. */
    interface Answer {
        void to(Socket connection) throws IOException;
    }

    private static final int MOST = 256;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int IDLE_SECONDS = 10;
    private static final int PAUSE_MILLIS = 200;

    private final ServerSocket server;
    private final Neighbours neighbours;
    private final Answer answer;
    private final Duration longest;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Deque<Socket> connections = new ArrayDeque<>();
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor deadlines;

    private Listener(ServerSocket server, Neighbours neighbours, Answer answer, Duration longest) {
        this.server = server;
        this.neighbours = neighbours;
        this.answer = answer;
        this.longest = longest;
        String name = "challenges-" + server.getLocalPort();
        threads = new ThreadPoolExecutor(
                MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> daemon(work, name));
        threads.allowCoreThreadTimeOut(true);
        deadlines = new ScheduledThreadPoolExecutor(1, work -> daemon(work, name + "-deadlines"));
        deadlines.setRemoveOnCancelPolicy(true);
        daemon(this::accept, name + "-accept").start();
    }

    static Listener open(InetAddress address, int port, Answer answer) throws IOException {
        return open(address, port, answer, LONGEST);
    }

    /** @param longest how long a connection lives at most */
    static Listener open(InetAddress address, int port, Answer answer, Duration longest) throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(address, port), MOST);
            return new Listener(server, Neighbours.of(address), answer, longest);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    int port() {
        return server.getLocalPort();
    }

    boolean isOpen() {
        return !server.isClosed();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdown();
        deadlines.shutdownNow();
        List<Socket> open;
        synchronized (connections) {
            open = new ArrayList<>(connections);
        }
        open.forEach(Listener::end);
    }

    private void accept() {
        while (isOpen()) {
            try {
                admit(server.accept());
            } catch (IOException e) {
                // No descriptors are left, or it is closed: the next attempt waits for either to change.
                pause();
            }
        }
    }

    private void pause() {
        try {
            closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void admit(Socket connection) {
        if (!neighbours.has(connection.getInetAddress())) {
            end(connection);
            return;
        }
        Socket oldest = null;
        synchronized (connections) {
            connections.addLast(connection);
            if (connections.size() > MOST) {
                oldest = connections.removeFirst();
            }
        }
        if (oldest != null) {
            end(oldest);
        }
        if (closed.getCount() == 0) {
            end(connection);
            return;
        }
        try {
            ScheduledFuture<?> deadline =
                    deadlines.schedule(() -> end(connection), longest.toMillis(), TimeUnit.MILLISECONDS);
            threads.execute(() -> serve(connection, deadline));
        } catch (java.util.concurrent.RejectedExecutionException e) {
            end(connection);
        }
    }

    private void serve(Socket connection, ScheduledFuture<?> deadline) {
        try {
            if (!connection.isClosed()) {
                answer.to(connection);
            }
        } catch (IOException | RuntimeException e) {
            // Whoever asked has gone, or spoke nonsense; there is nobody to tell.
        } finally {
            deadline.cancel(false);
            end(connection);
            synchronized (connections) {
                connections.remove(connection);
            }
        }
    }

    private static void end(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
