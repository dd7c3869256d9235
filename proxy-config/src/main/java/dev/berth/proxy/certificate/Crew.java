package dev.berth.proxy.certificate;

import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out work, one piece a name at a time and so many of a kind. Nothing is queued: what cannot begin now is planned
 * again, with what is known by then. After work that ended badly its name rests a while. Safe for several threads.
 */
final class Crew {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
    private static final Duration REST = Duration.ofSeconds(5);

    /** Kinds do not take each other's places: a proxy that is down holds up no order. */
    enum Work {
        ORDER(8),
        PROOF(8),
        OTHER(4);

        private final int atOnce;

        Work(int atOnce) {
            this.atOnce = atOnce;
        }
    }

    /** @param until by the clock's elapsed time */
    private record Rest(String why, Duration until) {}

    private final Clockwork clock;
    private final Runnable bell;
    private final ExecutorService threads;
    private final Map<HostName, Work> busy = new HashMap<>();
    private final Map<HostName, Rest> rests = new HashMap<>();
    private boolean closed;

    /**
     * @param bell is rung whenever a piece of work has ended
     * @param threads where work is carried out
     */
    Crew(Clockwork clock, Runnable bell, ExecutorService threads) {
        this.clock = clock;
        this.bell = bell;
        this.threads = threads;
    }

    /** One for each piece of work. */
    static ExecutorService threads() {
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "berth-certificate");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The names that work of this kind is being done for. */
    synchronized Set<HostName> busyWith(Work kind) {
        Set<HostName> names = new HashSet<>();
        busy.forEach((name, doing) -> {
            if (doing == kind) {
                names.add(name);
            }
        });
        return names;
    }

    /** Taken before anything is looked at that a plan is made from. */
    synchronized Shift shift() {
        return new Shift();
    }

    /**
     * What can be begun by one plan. Whoever is busy at its start, and ends meanwhile, may have changed what the plan is
     * made from: neither that name nor that place is given out before the next one.
     */
    final class Shift {
        private final Set<HostName> taken = Set.copyOf(busy.keySet());
        private final Map<Work, Integer> free = new EnumMap<>(Work.class);

        private Shift() {
            for (Work kind : Work.values()) {
                free.put(kind, kind.atOnce - busyWith(kind).size());
            }
        }

        /** Begins it now or not at all. */
        void begin(HostName name, Work kind, Runnable work) {
            if (free.get(kind) > 0 && !taken.contains(name) && Crew.this.begin(name, kind, work)) {
                free.merge(kind, -1, Integer::sum);
            }
        }
    }

    private synchronized boolean begin(HostName name, Work kind, Runnable work) {
        Rest rest = rests.get(name);
        boolean resting = rest != null && clock.elapsed().compareTo(rest.until) < 0;
        if (closed || resting || busy.containsKey(name)) {
            return false;
        }
        busy.put(name, kind);
        try {
            threads.execute(() -> carryOut(name, work));
            return true;
        } catch (RuntimeException | Error e) {
            busy.remove(name);
            throw e;
        }
    }

    private void carryOut(HostName name, Runnable work) {
        String why = "";
        try {
            work.run();
        } catch (FileFailure e) {
            why = e.getMessage();
            tell(name, why, null);
        } catch (RuntimeException | Error e) {
            why = "a bug: " + e;
            tell(name, why, e);
        } finally {
            end(name, why);
            bell.run();
        }
    }

    /** Once, however often it comes again. */
    private synchronized void tell(HostName name, String why, Throwable bug) {
        Rest before = rests.get(name);
        if (!closed && (before == null || !before.why.equals(why))) {
            LOG.warn("the certificate of {}: {}", name, why, bug);
        }
    }

    private synchronized void end(HostName name, String why) {
        busy.remove(name);
        if (why.isEmpty()) {
            rests.remove(name);
        } else {
            rests.put(name, new Rest(why, clock.elapsed().plus(REST)));
        }
    }

    /** Why a name rests after its last work; empty when that ended well. */
    synchronized Optional<String> trouble(HostName name) {
        return Optional.ofNullable(rests.get(name)).map(Rest::why);
    }

    /** How long until the next name has rested; empty when none rests. */
    synchronized Optional<Duration> untilRested() {
        Duration now = clock.elapsed();
        return rests.values().stream()
                .map(rest -> rest.until.minus(now))
                .filter(left -> !left.isNegative() && !left.isZero())
                .min(Comparator.naturalOrder());
    }

    /** Interrupts everybody; nothing begins any more. */
    synchronized void close() {
        closed = true;
        threads.shutdownNow();
    }

    boolean awaitEnd(Duration patience) throws InterruptedException {
        return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
