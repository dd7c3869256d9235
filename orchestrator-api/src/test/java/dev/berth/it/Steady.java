package dev.berth.it;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Somebody who asks one host again and again, and loses nothing unless the proxy or the engine itself is disturbed. */
final class Steady implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final int port;
    private final String host;
    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::visit, "steady");
    private volatile long disturbances;
    private volatile boolean disturbed;
    private volatile boolean over;

    Steady(int port, String host) {
        this.port = port;
        this.host = host;
        thread.start();
    }

    /** Runs what keeps the host from answering for a while; that is over with the first answer after it. */
    void disturb(Runnable disturbance) {
        disturbed = true;
        disturbances++;
        try {
            disturbance.run();
        } finally {
            disturbances++;
        }
    }

    List<String> lost() {
        return lost;
    }

    private void visit() {
        while (!over) {
            long before = disturbances;
            boolean excused = disturbed;
            try (Visitor visitor = new Visitor(port, host)) {
                Visitor.Answer answer = visitor.ask("GET", "/hostname", "");
                if (answer.status() != 200) {
                    throw new IOException("answered " + answer.status());
                }
                if (excused && before == disturbances && before % 2 == 0) {
                    disturbed = false;
                }
            } catch (IOException e) {
                if (!excused && !disturbed) {
                    lost.add(e.getMessage());
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
