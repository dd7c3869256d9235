package dev.berth.proxy.certificate;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what an earlier run of the daemon left in DNS taken away, beside all else, until it is gone. For one thread at a
 * time.
 */
final class Tidying {
    private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final KeeperParts parts;
    private final ExecutorService threads;
    private final AtomicBoolean busy = new AtomicBoolean();
    private Duration next = Duration.ZERO;
    private boolean begun;

    Tidying(KeeperParts parts, ExecutorService threads) {
        this.parts = parts;
        this.threads = threads;
    }

    /** Begins it when it is its time. */
    void turn() {
        Duration now = parts.clock().elapsed();
        if ((begun && now.compareTo(next) < 0) || parts.store().left().isEmpty() || !busy.compareAndSet(false, true)) {
            return;
        }
        begun = true;
        next = now.plus(AGAIN);
        try {
            threads.execute(this::tidy);
        } catch (RuntimeException e) {
            busy.set(false);
            throw e;
        }
    }

    /** All authorities are answered in the same zones. */
    private void tidy() {
        try {
            parts.authorities().apply(parts.policy().issuers().get(0)).tidy();
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("a DNS record of an earlier run stays, and is tried again: {}", e.getMessage());
            }
        } finally {
            busy.set(false);
        }
    }
}
