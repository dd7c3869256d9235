package dev.berth.core.operate;

import dev.berth.core.engine.Subscription;
import dev.berth.core.reconcile.Announcer;
import dev.berth.core.store.StoreException;
import dev.berth.core.time.Bell;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over numbered things from the store as they come, in a thread of its own: a slow listener only reads later, and
 * blocks nobody.
 */
final class Follower<T> implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final LongFunction<List<T>> after;
    private final ToLongFunction<T> number;
    private final Predicate<T> isLast;
    private final Consumer<T> listener;
    private final Bell bell;
    private final Subscription ringing;
    private volatile boolean closed;

    /**
     * @param after the next ones numbered above
     * @param isLast after which nothing comes any more
     */
    Follower(
            Timekeeper time,
            Announcer announcer,
            LongFunction<List<T>> after,
            ToLongFunction<T> number,
            Predicate<T> isLast,
            Consumer<T> listener) {
        this.after = after;
        this.number = number;
        this.isLast = isLast;
        this.listener = listener;
        this.bell = time.bell();
        this.ringing = announcer.hear(bell::ring);
    }

    void start(long seen) {
        Thread following = new Thread(() -> follow(seen), "berth-follow");
        following.setDaemon(true);
        following.start();
    }

    @Override
    public void close() {
        closed = true;
        bell.ring();
    }

    private void follow(long first) {
        long seen = first;
        try {
            while (!closed) {
                List<T> next = next(seen);
                for (T one : next) {
                    if (closed) {
                        return;
                    }
                    listener.accept(one);
                    seen = number.applyAsLong(one);
                    if (isLast.test(one)) {
                        return;
                    }
                }
                if (next.isEmpty()) {
                    bell.await(LOOK);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ringing.close();
        }
    }

    /** A store that cannot be read now is asked again later: nothing is lost, it only comes late. */
    private List<T> next(long seen) {
        try {
            return after.apply(seen);
        } catch (StoreException e) {
            LOG.warn("somebody who follows has to wait: {}", e.getMessage());
            return List.of();
        }
    }
}
