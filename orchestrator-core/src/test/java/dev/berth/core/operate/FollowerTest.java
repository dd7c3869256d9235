package dev.berth.core.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.reconcile.Announcer;
import dev.berth.core.store.StoreException;
import dev.berth.core.time.Timekeeper;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever follows gets everything once and in order, whenever it comes and goes. */
final class FollowerTest {
    private static final int LAST = 500;

    private final List<Long> stored = new ArrayList<>();
    private final Announcer announcer = new Announcer();
    private boolean broken;

    private synchronized List<Long> after(long seen) {
        if (broken) {
            broken = false;
            throw new StoreException(StoreException.Kind.REFUSED, "the disk is slow today");
        }
        return stored.stream().filter(n -> n > seen).limit(7).toList();
    }

    private synchronized void store(long number) {
        stored.add(number);
    }

    private void tell(long number) {
        store(number);
        announcer.tell();
    }

    private Follower<Long> follow(long seen, Consumer<Long> listener) {
        Follower<Long> follower =
                new Follower<>(Timekeeper.system(), announcer, this::after, n -> n, n -> n == LAST, listener);
        follower.start(seen);
        return follower;
    }

    private static List<Long> from(long first) {
        return IntStream.rangeClosed((int) first, LAST).mapToObj(Long::valueOf).toList();
    }

    private static List<Long> taken(BlockingQueue<Long> heard, int count) throws InterruptedException {
        List<Long> taken = new ArrayList<>();
        while (taken.size() < count) {
            Long one = heard.poll(30, TimeUnit.SECONDS);
            if (one == null) {
                throw new AssertionError("nothing came after " + taken);
            }
            taken.add(one);
        }
        return taken;
    }

    @Test
    void whatHappenedAndWhatIsToComeIsHeardWithoutGapOrRepetition() throws InterruptedException {
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        for (long n = 1; n <= 20; n++) {
            tell(n);
        }
        follow(0, heard::add);
        for (long n = 21; n <= LAST; n++) {
            tell(n);
        }
        assertEquals(from(1), taken(heard, LAST));
        assertEquals(0, heard.size());
    }

    @Test
    void whoComesAgainGoesOnAfterWhatItSawLast() throws InterruptedException {
        List<Long> all = new ArrayList<>();
        Thread teller = new Thread(() -> {
            for (long n = 1; n <= LAST; n++) {
                tell(n);
            }
        });
        teller.start();
        while (all.size() < LAST) {
            BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
            long seen = all.size();
            Follower<Long> follower = follow(seen, heard::add);
            all.addAll(taken(heard, Math.min(50, LAST - (int) seen)));
            follower.close();
        }
        teller.join();
        assertEquals(from(1), all);
    }

    @Test
    void aSlowListenerBlocksNobody() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        BlockingQueue<Long> late = new LinkedBlockingQueue<>();
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        follow(0, n -> {
            awaitQuietly(slow);
            late.add(n);
        });
        follow(0, heard::add);
        for (long n = 1; n <= LAST; n++) {
            tell(n);
        }
        assertEquals(from(1), taken(heard, LAST));
        assertEquals(0, late.size());
        slow.countDown();
        assertEquals(from(1), taken(late, LAST));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aClosedFollowerHearsNothingMore() throws InterruptedException {
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        Follower<Long> follower = follow(0, heard::add);
        tell(1);
        taken(heard, 1);
        follower.close();
        BlockingQueue<Long> other = new LinkedBlockingQueue<>();
        follow(1, other::add);
        tell(2);
        taken(other, 1);
        assertEquals(0, heard.size());
    }

    @Test
    void aStoreThatCannotBeReadForAWhileLosesNothing() throws InterruptedException {
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        store(1);
        synchronized (this) {
            broken = true;
        }
        follow(0, heard::add);
        announcer.tell();
        assertEquals(List.of(1L), taken(heard, 1));
    }
}
