package dev.berth.api.http;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** The streams that are open; only so many, so that there are always threads for short requests. */
final class EventStreams implements AutoCloseable {
    static final int MOST = 64;

    private final long heartBeatMillis;
    private final Semaphore room = new Semaphore(MOST);
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EventStreams(long heartBeatMillis) {
        this.heartBeatMillis = heartBeatMillis;
    }

    /** Begins an answer of this type. @throws ApiException 503 when there are too many */
    EventStream open(Exchange exchange, String type) throws IOException {
        enter();
        AtomicReference<EventStream> self = new AtomicReference<>();
        try {
            self.set(new EventStream(
                    peer(exchange), exchange.context().res(), type, heartBeatMillis, () -> leave(self.get())));
        } catch (IOException | RuntimeException e) {
            room.release();
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

    /** Takes a place for a long answer of another kind; give it back with {@link #leave()}. */
    void enter() {
        if (!room.tryAcquire()) {
            throw ApiException.of(
                    503,
                    "Too many listeners",
                    MOST + " requests are listening already",
                    "end one of them, or ask again later");
        }
    }

    void leave() {
        room.release();
    }

    /** Whether the server ends. */
    boolean isClosed() {
        return closed;
    }

    private void leave(EventStream stream) {
        if (open.remove(stream)) {
            room.release();
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(EventStream::end);
    }
}
