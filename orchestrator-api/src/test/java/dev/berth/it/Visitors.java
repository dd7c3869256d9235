package dev.berth.it;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Steady visitors of one host, up to 350 requests a second: on connections that stay, on new ones, posts, slow
 * requests and web sockets. Lost is what was refused, reset, cut, or answered 5xx by the proxy itself.
 */
final class Visitors implements AutoCloseable {

    /** What one kind of visitor does again and again. */
    private interface Visit {
        void go() throws IOException;
    }

    private static final Duration CONVERSATION = Duration.ofSeconds(4);

    private final int port;
    private final String host;
    private final Duration pause;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, AtomicInteger> served = new ConcurrentHashMap<>();
    private final long since = System.nanoTime();
    private final ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> answers = new TreeMap<>();
    private volatile boolean over;

    /** Many of them. */
    Visitors(int port, String host) {
        this(port, host, Duration.ofMillis(30));
    }

    /** @param pause what each takes between two requests */
    Visitors(int port, String host, Duration pause) {
        this.port = port;
        this.host = host;
        this.pause = pause;
        for (int i = 0; i < 7; i++) {
            staying("GET");
        }
        staying("POST");
        for (int i = 0; i < 2; i++) {
            each("new", () -> {
                try (Visitor visitor = new Visitor(port, host)) {
                    note("new", visitor.ask("GET", "/", ""));
                }
            });
        }
        for (int i = 0; i < 4; i++) {
            each("slow", () -> {
                try (Visitor visitor = new Visitor(port, host)) {
                    note("slow", visitor.ask("GET", "/slow", ""));
                }
            });
            each("web socket", this::converse);
        }
        threads.forEach(Thread::start);
    }

    private void staying(String method) {
        threads.add(new Thread(() -> {
            while (!over) {
                try (Visitor visitor = new Visitor(port, host)) {
                    while (!over) {
                        note(method, visitor.ask(method, "/", method.equals("POST") ? "x".repeat(1000) : ""));
                        LockSupport.parkNanos(pause.toNanos());
                    }
                } catch (IOException e) {
                    lost(method, e);
                }
            }
        }));
    }

    private void each(String kind, Visit visit) {
        threads.add(new Thread(() -> {
            while (!over) {
                try {
                    visit.go();
                } catch (IOException e) {
                    lost(kind, e);
                }
                LockSupport.parkNanos(pause.toNanos());
            }
        }));
    }

    /** For four seconds, on a busy machine too: a longer one than {@code deploy.drain} may be cut. */
    private void converse() throws IOException {
        try (Visitor visitor = new Visitor(port, host)) {
            visitor.upgrade();
            long end = System.nanoTime() + CONVERSATION.toNanos();
            while (System.nanoTime() < end && !over) {
                visitor.echo();
                served("web socket");
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    private void note(String kind, Visitor.Answer answer) throws IOException {
        if (answer.status() >= 500 && !answer.own()) {
            throw new IOException("the proxy answered " + answer.status() + " " + answer.body());
        }
        served(kind);
        synchronized (answers) {
            answers.computeIfAbsent(answer.body(), body -> new AtomicInteger()).incrementAndGet();
        }
    }

    private void lost(String kind, IOException why) {
        lost.add(kind + ": " + why.getMessage());
        LockSupport.parkNanos(pause.toNanos());
    }

    private void served(String kind) {
        served.computeIfAbsent(kind, k -> new AtomicInteger()).incrementAndGet();
    }

    int served() {
        return served.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** How many a second of each kind, on average. */
    Map<String, Double> rates() {
        double seconds = (System.nanoTime() - since) / 1e9;
        Map<String, Double> rates = new TreeMap<>();
        served.forEach((kind, count) -> rates.put(kind, count.get() / seconds));
        return rates;
    }

    /** What was lost so far, each with its reason; begins anew. */
    List<String> takeLost() {
        List<String> taken = new ArrayList<>();
        for (String one = lost.poll(); one != null; one = lost.poll()) {
            taken.add(one);
        }
        return taken;
    }

    /** Whether somebody got this answer. */
    boolean heard(String body) {
        synchronized (answers) {
            return answers.containsKey(body);
        }
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
