package dev.berth.api.http;

import dev.berth.core.engine.Subscription;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One answer of server-sent events, written in the request's own thread. A slow reader makes the source of this stream
 * wait, which has a thread of its own and reads from the store: nobody else, and no more memory than a few events.
 */
final class EventStream implements AutoCloseable {
    /**
     * One event.
     *
     * @param id to go on from; 0: none
     * @param data its lines
     * @param last whether the stream ends after it
     */
    record Message(long id, String event, List<String> data, boolean last) {
        private byte[] bytes(boolean bare) {
            if (bare) {
                return (String.join("\n", data) + "\n").getBytes(StandardCharsets.UTF_8);
            }
            StringBuilder text = new StringBuilder();
            if (id > 0) {
                text.append("id: ").append(id).append('\n');
            }
            text.append("event: ").append(event).append('\n');
            data.forEach(line -> text.append("data: ").append(line).append('\n'));
            return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    static final String EVENTS = "text/event-stream";

    private static final byte[] HEART_BEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);
    private static final int ROOM = 100;
    private static final long LOOK_MILLIS = 500;

    private final boolean bare;
    private final ServletOutputStream out;
    private final Peer peer;
    private final long heartBeatMillis;
    private final Runnable onClose;
    private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(ROOM);
    private volatile boolean ended;

    /** @param type of the answer: server-sent events, or else only the data of each, line by line */
    EventStream(Peer peer, HttpServletResponse response, String type, long heartBeatMillis, Runnable onClose)
            throws IOException {
        response.setStatus(200);
        response.setContentType(type + "; charset=utf-8");
        response.setHeader("X-Accel-Buffering", "no");
        this.bare = !type.equals(EVENTS);
        this.out = response.getOutputStream();
        this.peer = peer;
        this.heartBeatMillis = heartBeatMillis;
        this.onClose = onClose;
        response.flushBuffer();
    }

    /** The number after which the caller wants to go on: {@code Last-Event-ID}, or 0. */
    static long lastId(Exchange exchange) {
        String text = exchange.header("Last-Event-ID")
                .or(() -> exchange.query("after"))
                .orElse("0");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Hands over an event; waits for room, but not after the end. */
    private void offer(Message message) {
        try {
            while (!ended && !waiting.offer(message, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                continue;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends {@link #run} soon. */
    void end() {
        ended = true;
    }

    /** Writes what the source offers, until the last event, {@link #end}, or the reader going away. */
    void run(Function<Consumer<Message>, Subscription> source) throws IOException {
        Subscription subscription = source.apply(this::offer);
        long written = System.nanoTime();
        try {
            while (!ended && !peer.isGone()) {
                Message message = waiting.poll(Math.min(LOOK_MILLIS, heartBeatMillis), TimeUnit.MILLISECONDS);
                boolean beat = !bare && System.nanoTime() - written >= TimeUnit.MILLISECONDS.toNanos(heartBeatMillis);
                if (message != null && !write(message)) {
                    return;
                }
                if (message == null && beat) {
                    out.write(HEART_BEAT);
                    out.flush();
                }
                written = message != null || beat ? System.nanoTime() : written;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
            subscription.close();
        }
    }

    /** Whether another one may come. */
    private boolean write(Message first) throws IOException {
        Message message = first;
        while (message != null) {
            out.write(message.bytes(bare));
            if (message.last()) {
                out.flush();
                return false;
            }
            message = waiting.poll();
        }
        out.flush();
        return true;
    }

    @Override
    public void close() {
        onClose.run();
    }
}
