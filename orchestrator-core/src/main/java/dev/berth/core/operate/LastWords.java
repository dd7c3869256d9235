package dev.berth.core.operate;

import dev.berth.core.engine.LogLine;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.reconcile.Fleet;
import dev.berth.core.reconcile.Masking;
import dev.berth.core.release.InstanceName;
import dev.berth.core.store.Store;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What instances that ended printed last. The engine is asked when somebody wants to know, once for each end, and waited
 * for at most a second, however many want to know. Safe for several threads.
 */
final class LastWords {
    private record Said(Optional<Instant> end, CompletableFuture<String> lines) {}

    private static final int LINES = 10;
    private static final int LONGEST = 500;
    private static final int KEPT = 1000;

    private final Function<InstanceName, String> ask;
    private final Executor asking;
    private final Map<InstanceName, Said> known = new TreeMap<>();
    private volatile boolean silent;

    /** @param ask blocks until the engine has answered, or throws */
    LastWords(Function<InstanceName, String> ask) {
        this.ask = ask;
        this.asking = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "last words");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Those of the fleet's engine, line by line, each after {@code "\n  | "}, secrets masked. */
    static LastWords of(Store store, Fleet fleet) {
        return new LastWords(name -> {
            Masking masking =
                    new Masking(store.secrets().everyValue(name.release().project()));
            return masking.mask(
                    fleet.tail(name, LINES).stream().map(LastWords::line).collect(Collectors.joining()));
        });
    }

    /** Empty when it printed nothing, or nobody can say yet. */
    String of(ObservedInstance instance) {
        CompletableFuture<String> lines = asked(instance).lines();
        if (silent && !lines.isDone()) {
            return "";
        }
        try {
            return lines.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            silent = true;
            return "";
        } catch (ExecutionException e) {
            // That the engine does not answer is told by the project's lane; the next who wants to know asks again.
            forget(instance.name());
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private synchronized Said asked(ObservedInstance instance) {
        Said before = known.get(instance.name());
        if (before != null && before.end().equals(instance.finishedAt())) {
            return before;
        }
        if (known.size() >= KEPT) {
            known.clear();
        }
        Said now = new Said(instance.finishedAt(), CompletableFuture.supplyAsync(() -> lines(instance.name()), asking));
        known.put(instance.name(), now);
        return now;
    }

    private synchronized void forget(InstanceName name) {
        known.remove(name);
    }

    private String lines(InstanceName name) {
        String lines = ask.apply(name);
        silent = false;
        return lines;
    }

    private static String line(LogLine line) {
        String text = line.text();
        return "\n  | " + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    }
}
