package dev.berth.it;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Other projects of a daemon: added, changed, and deleted, over and over, until it is closed; each must succeed. */
final class ComingAndGoing implements AutoCloseable {
    private final TestDaemon daemon;
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    private final Thread thread = new Thread(this::live, "coming-and-going");
    private volatile boolean over;

    ComingAndGoing(TestDaemon daemon) {
        this.daemon = daemon;
        thread.start();
    }

    private void live() {
        try {
            while (!over) {
                String name = "other" + rounds.get() % 3;
                daemon.applied(name, project(name, "first"));
                daemon.applied(name, project(name, "second"));
                var deleted = daemon.api("DELETE", "/projects/" + name, "");
                daemon.awaitEnd(deleted.headers().firstValue("Location").orElseThrow());
                rounds.incrementAndGet();
            }
        } catch (RuntimeException | AssertionError e) {
            failure.set(Optional.of(e));
        }
    }

    private static String project(String name, String value) {
        return """
                project: %1$s
                applications:
                  web:
                    image: busybox
                    command: [httpd, -f, -p, "8000", -h, /etc]
                    env: {VALUE: %2$s}
                    port: 8000
                    domain: {host: web.%1$s.test, https: false}
                    deploy: {monitor: 0s, drain: 1s}
                """
                .formatted(name, value);
    }

    /** How many were added, changed and deleted until now. */
    int rounds() {
        return rounds.get();
    }

    /** Ends after the round that is under way. */
    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        failure.get().ifPresent(why -> {
            throw new AssertionError("another project: " + why.getMessage(), why);
        });
    }
}
