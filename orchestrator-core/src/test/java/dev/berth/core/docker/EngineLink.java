package dev.berth.core.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line between Berth and an engine that can be listened in on, cut, held up and slowed down, while the engine itself,
 * which others use too, goes on.
 */
public final class EngineLink implements AutoCloseable {
    private static final int PIECE = 1 << 16;
    private static final Pattern REQUEST = Pattern.compile("([A-Z]+ /\\S+) HTTP/1\\.1\r\n");

    /** How far a call gets. */
    public enum Fate {
        /** To the engine, and its answer back. */
        PASSES,
        /** Not to the engine; it is answered as by one that still has parts of the container. */
        LEFT_OVER,
        /** Not to the engine. */
        HELD_BEFORE,
        /** To the engine, which does what it is told; the answer does not come back. */
        HELD_AFTER
    }

    private static final String LEFT_OVER = "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\n"
            + "Content-Length: 33\r\n\r\n{\"message\": \"id already in use\"}\n";
    private static final Pattern EVENTS = Pattern.compile("/events\\b");

    private final UnixDomainSocketAddress engine;
    private final Path directory;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final Object state = new Object();
    private ServerSocketChannel listener;
    private Function<String, Fate> fates = call -> Fate.PASSES;
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private Duration delay = Duration.ZERO;
    private volatile boolean deaf;
    private boolean stalled;
    private boolean closed;

    private EngineLink(URI engine) throws IOException {
        this.engine = UnixDomainSocketAddress.of(engine.getPath());
        this.directory = Files.createTempDirectory("engine-link");
        listen();
    }

    /** A working line to the engine at {@code unix:///…}. */
    public static EngineLink to(URI engine) throws IOException {
        return new EngineLink(engine);
    }

    /** Where its near end is. */
    public URI host() {
        return URI.create("unix://" + directory.resolve("engine.sock"));
    }

    /** Every request that went to the engine, such as {@code POST /v1.41/containers/create?name=a}, in order. */
    public List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** Ends every connection; new ones are refused. */
    public void cut() throws IOException {
        synchronized (state) {
            listener.close();
            Files.deleteIfExists(directory.resolve("engine.sock"));
        }
        for (SocketChannel channel : open) {
            channel.close();
        }
        open.clear();
    }

    /** Takes connections again after {@link #cut}. */
    public void restore() throws IOException {
        synchronized (state) {
            listen();
        }
    }

    /** Connections are taken, but nothing gets through, until {@link #flow}. */
    public void stall() {
        synchronized (state) {
            stalled = true;
        }
    }

    /** What was held up by {@link #stall} goes on. */
    public void flow() {
        synchronized (state) {
            stalled = false;
            state.notifyAll();
        }
    }

    /** Asks of every call, such as {@code DELETE /v1.41/containers/a}, how far it gets. */
    public void decide(Function<String, Fate> function) {
        synchronized (state) {
            fates = function;
        }
    }

    /** The calls that got as far as they may. */
    public Set<String> held() {
        return Set.copyOf(held);
    }

    /** Whether the engine's events are lost on the way, while everything else gets through. */
    public void deafen(boolean lost) {
        deaf = lost;
    }

    /** Ends every connection, with what is held on it; from now on all calls pass. */
    public void drop() throws IOException {
        decide(call -> Fate.PASSES);
        for (SocketChannel channel : open) {
            channel.close();
        }
        open.clear();
        synchronized (state) {
            held.clear();
            state.notifyAll();
        }
    }

    /** Each piece of data takes so much longer, in both directions. */
    public void delay(Duration longer) {
        synchronized (state) {
            delay = longer;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (state) {
            closed = true;
            stalled = false;
            state.notifyAll();
        }
        cut();
        Files.deleteIfExists(directory);
    }

    private void listen() throws IOException {
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(directory.resolve("engine.sock")));
        ServerSocketChannel accepting = listener;
        thread("engine-link", () -> accept(accepting));
    }

    private void accept(ServerSocketChannel accepting) {
        try {
            while (true) {
                SocketChannel near = accepting.accept();
                SocketChannel far;
                try {
                    far = SocketChannel.open(engine);
                } catch (IOException e) {
                    near.close(); // as the engine would: it is away
                    continue;
                }
                open.add(near);
                open.add(far);
                if (!accepting.isOpen()) {
                    near.close(); // cut meanwhile, perhaps before it was known to be open
                    far.close();
                    continue;
                }
                AtomicReference<String> holding = new AtomicReference<>("");
                thread("engine-link-out", () -> forward(near, far, piece -> request(piece, near, holding)));
                thread("engine-link-in", () -> forward(far, near, piece -> answer(piece, near, holding.get())));
            }
        } catch (ClosedChannelException e) {
            // Cut.
        } catch (IOException e) {
            throw new IllegalStateException("the engine behind the link is away: " + engine, e);
        }
    }

    /** A request begins with a piece: the next one is sent only when the one before was answered. */
    private void request(ByteBuffer piece, SocketChannel near, AtomicReference<String> holding) {
        String text = StandardCharsets.ISO_8859_1.decode(piece.duplicate()).toString();
        Matcher request = REQUEST.matcher(text);
        if (request.lookingAt()) {
            String call = request.group(1);
            calls.add(call);
            Fate fate = fate(call);
            holding.set(fate == Fate.HELD_AFTER || EVENTS.matcher(call).find() ? call : "");
            if (fate == Fate.HELD_BEFORE) {
                keep(near, call);
            } else if (fate == Fate.LEFT_OVER) {
                piece.position(piece.limit());
                say(near, LEFT_OVER);
            }
        }
    }

    private static void say(SocketChannel near, String answer) {
        try {
            near.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Fate fate(String call) {
        Function<String, Fate> function;
        synchronized (state) {
            function = fates;
        }
        return function.apply(call);
    }

    /** @param special the call it answers, if that is not an ordinary one */
    private void answer(ByteBuffer piece, SocketChannel near, String special) {
        if (EVENTS.matcher(special).find()) {
            boolean head = StandardCharsets.ISO_8859_1
                    .decode(piece.duplicate().limit(Math.min(piece.limit(), 5)))
                    .toString()
                    .equals("HTTP/");
            if (deaf && !head) {
                piece.position(piece.limit());
            }
        } else if (!special.isEmpty()) {
            keep(near, special);
        }
    }

    /** Until the connection is dropped. */
    private void keep(SocketChannel near, String call) {
        held.add(call);
        synchronized (state) {
            while (near.isOpen() && !closed) {
                try {
                    state.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void forward(SocketChannel from, SocketChannel to, Consumer<ByteBuffer> listener) {
        ByteBuffer buffer = ByteBuffer.allocate(PIECE);
        try {
            while (from.read(buffer) >= 0) {
                hold();
                buffer.flip();
                listener.accept(buffer);
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            end(from, to);
        }
    }

    private void hold() throws InterruptedException {
        synchronized (state) {
            if (!delay.isZero()) {
                TimeUnit.NANOSECONDS.timedWait(state, delay.toNanos());
            }
            while (stalled && !closed) {
                state.wait();
            }
        }
    }

    private void end(SocketChannel from, SocketChannel to) {
        open.remove(from);
        open.remove(to);
        try {
            from.close();
            to.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
