package dev.berth.api.http;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.LogLine;
import dev.berth.core.engine.LogQuery;
import dev.berth.core.release.InstanceName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Follows the logs of an application's instances, also of those that begin later. */
final class LogFollower implements AutoCloseable {
    private record Printed(InstanceName instance, LogLine line) {}

    private static final int ROOM = 1000;
    private static final int LOOK_MILLIS = 2000;
    private static final int WAIT_MILLIS = 500;
    private static final int WAITS_BEFORE_HEART_BEAT = 30;

    private final Engine engine;
    private final LogQuery query;
    private final Supplier<List<InstanceName>> instances;
    private final BlockingQueue<Printed> waiting = new ArrayBlockingQueue<>(ROOM);
    private final Map<InstanceName, Thread> readers = new TreeMap<>();
    private final Map<InstanceName, Instant> newest = new ConcurrentHashMap<>();
    private boolean begun;

    LogFollower(Engine engine, LogQuery query, Supplier<List<InstanceName>> instances) {
        this.engine = engine;
        this.query = query;
        this.instances = instances;
    }

    /** Writes until it is over: the reader went away, the server ends. */
    void run(LogWriter writer, BooleanSupplier over) {
        writer.flush();
        int quiet = 0;
        long lookedAt = System.nanoTime() - TimeUnit.HOURS.toNanos(1);
        try {
            while (!over.getAsBoolean()) {
                if (System.nanoTime() - lookedAt > TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
                    look(writer);
                    lookedAt = System.nanoTime();
                }
                Printed printed = waiting.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
                quiet = printed == null ? quiet + 1 : 0;
                if (quiet >= WAITS_BEFORE_HEART_BEAT) {
                    writer.heartBeat();
                    quiet = 0;
                }
                while (printed != null) {
                    writer.write(printed.instance().toString(), printed.line());
                    printed = waiting.poll();
                }
                writer.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(LogWriter writer) {
        List<InstanceName> present = instances.get();
        if (present.size() > 1) {
            writer.nameInstances();
        }
        readers.keySet().removeIf(name -> !present.contains(name));
        LogQuery onwards = new LogQuery(true, Integer.MAX_VALUE, Optional.empty());
        LogQuery own = begun ? onwards : query;
        begun = true;
        for (InstanceName instance : present) {
            Thread reader = readers.get(instance);
            if (reader == null) {
                readers.put(instance, reader(instance, own));
            } else if (!reader.isAlive()) {
                Optional<Instant> since =
                        Optional.ofNullable(newest.get(instance)).map(t -> t.plusNanos(1));
                readers.put(instance, reader(instance, new LogQuery(true, Integer.MAX_VALUE, since)));
            }
        }
    }

    private Thread reader(InstanceName instance, LogQuery own) {
        Thread thread = new Thread(() -> read(instance, own), "log " + instance);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read(InstanceName instance, LogQuery own) {
        try {
            engine.logs(instance, own, line -> {
                newest.put(instance, line.at());
                put(new Printed(instance, line));
            });
        } catch (EngineException e) {
            boolean gone = e.kind() == EngineException.Kind.INTERRUPTED || e.kind() == EngineException.Kind.NOT_FOUND;
            if (!gone) {
                put(new Printed(instance, new LogLine(Instant.EPOCH, LogLine.Stream.ERR, e.getMessage())));
            }
        }
    }

    private void put(Printed printed) {
        try {
            waiting.put(printed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.INTERRUPTED, "nobody reads this log any more", e);
        }
    }

    @Override
    public void close() {
        readers.values().forEach(Thread::interrupt);
    }
}
