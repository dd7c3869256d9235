package dev.berth.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Steady visitors of one host, by http, who follow at once where they are sent, and by https. Lost is what http does not
 * serve, a redirect that leads to nothing or is taken back, and https that has served and does so no more.
 */
final class SecureVisitors implements AutoCloseable {
    private static final int OF_EACH = 3;
    private static final String PATH = "/hostname";

    private final TestDaemon daemon;
    private final String host;
    private final SecureHttp https;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger secure = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    SecureVisitors(TestDaemon daemon, String host, String roots) {
        this.daemon = daemon;
        this.host = host;
        this.https = new SecureHttp(daemon.httpsPort, roots);
        for (int i = 0; i < OF_EACH; i++) {
            threads.add(new Thread(this::visit));
            threads.add(new Thread(this::visitSecurely));
        }
        threads.forEach(Thread::start);
    }

    private void visit() {
        boolean sent = false;
        while (!over) {
            try (Visitor visitor = new Visitor(daemon.httpPort, host)) {
                int status = visitor.ask("GET", PATH, "").status();
                if (status == 301 && !sent) {
                    sent = true;
                    secure.incrementAndGet();
                }
                note("http", status, sent ? 301 : 200);
                if (status == 301) {
                    note("https, sent by http", https.get(host, PATH).status(), 200);
                }
            } catch (IOException | UncheckedIOException e) {
                lost.add((sent ? "sent to https: " : "http: ") + e.getMessage());
            }
        }
    }

    private void visitSecurely() {
        boolean seen = false;
        while (!over) {
            try {
                int status = https.get(host, PATH).status();
                if (status == 200 && !seen) {
                    seen = true;
                    secure.incrementAndGet();
                }
                if (seen) {
                    note("https", status, 200);
                }
            } catch (UncheckedIOException e) {
                if (seen) {
                    lost.add("https: " + e.getMessage());
                }
            }
        }
    }

    private void note(String how, int status, int wanted) {
        if (status == wanted) {
            served.incrementAndGet();
        } else {
            lost.add(how + ": " + status + " instead of " + wanted);
        }
    }

    int served() {
        return served.get();
    }

    /** Whether each of them has come to https. */
    boolean areSecure() {
        return secure.get() == threads.size();
    }

    List<String> lost() {
        return List.copyOf(lost);
    }

    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
