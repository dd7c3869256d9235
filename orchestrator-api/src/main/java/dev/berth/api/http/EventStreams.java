package dev.berth.api.http;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** The streams that are open; only so many, so that there are always threads for short requests. */
final class EventStreams implements AutoCloseable {
    static final int MOST = 64;
    /** For one token that may not do everything. */
    static final int SHARE = 16;

    private final long heartBeatMillis;
    private final Semaphore room = new Semaphore(MOST);
    private final Shares shares = new Shares(SHARE, "streams");
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EventStreams(long heartBeatMillis) {
        this.heartBeatMillis = heartBeatMillis;
    }

    /** Begins an answer of this type. @throws ApiException 503 when there are too many */
    EventStream open(Exchange exchange, String type) throws IOException {
        enter(exchange);
        AtomicReference<EventStream> self = new AtomicReference<>();
        try {
            self.set(new EventStream(
                    peer(exchange),
                    exchange.context().res(),
                    type,
                    heartBeatMillis,
                    () -> leave(exchange, self.get())));
        } catch (IOException | RuntimeException e) {
            leave(exchange);
            throw e;
        }
        open.add(self.get());
        if (closed) {
            self.get().end();
        }
        return self.get();
    }

    /** Who reads the answer. */
    Peer peer(Exchange exchange) {
        return new Peer(exchange, heartBeatMillis);
    }

    /** Takes a place for a long answer of another kind; give it back with {@link #leave(Exchange)}. */
    void enter(Exchange exchange) {
        shares.enter(exchange.caller());
        if (!room.tryAcquire()) {
            shares.leave(exchange.caller());
            throw ApiException.of(
                    503,
                    "Too many listeners",
                    MOST + " requests are listening already",
                    "end one of them, or ask again later");
        }
    }

    void leave(Exchange exchange) {
        room.release();
        shares.leave(exchange.caller());
    }

    /** Whether the server ends. */
    boolean isClosed() {
        return closed;
    }

    private void leave(Exchange exchange, EventStream stream) {
        if (open.remove(stream)) {
            leave(exchange);
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(EventStream::end);
    }
}
