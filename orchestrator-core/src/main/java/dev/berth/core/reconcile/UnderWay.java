package dev.berth.core.reconcile;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** What a lane's thread is doing, so that others can interrupt exactly that, and nothing that comes after it. */
final class UnderWay {
    private static final long HEALING = 0;

    private Optional<Thread> thread = Optional.empty();
    private long deployment;
    private boolean cancelled;

    synchronized void beginHealing() {
        begin(HEALING);
    }

    synchronized void begin(long id) {
        thread = Optional.of(Thread.currentThread());
        deployment = id;
        cancelled = false;
    }

    synchronized void end() {
        thread = Optional.empty();
        deployment = HEALING;
        // An interrupt that came too late to be noticed must not hit what is done next.
        Thread.interrupted();
    }

    synchronized OptionalLong deployment() {
        return deployment == HEALING ? OptionalLong.empty() : OptionalLong.of(deployment);
    }

    /** Whether a user wants the deployment that is under way to end. */
    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Ends healing, if that is what is being done. */
    synchronized void interruptHealing() {
        if (deployment == HEALING) {
            interrupt();
        }
    }

    synchronized void interrupt() {
        thread.ifPresent(Thread::interrupt);
    }

    /**
     * Interrupts this deployment; when it is not under way, it does not begin before {@code waiting} was run, whose answer
     * is then returned.
     */
    synchronized boolean cancel(long id, BooleanSupplier waiting) {
        if (thread.isEmpty() || deployment != id) {
            return waiting.getAsBoolean();
        }
        cancelled = true;
        interrupt();
        return true;
    }
}
