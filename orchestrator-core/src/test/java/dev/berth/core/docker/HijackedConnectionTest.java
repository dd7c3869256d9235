package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HijackedConnectionTest {
    private static final int ROUNDS = 200;
    /** All three wait for each other: a common pool may have fewer threads. */
    private static final Executor THREADS = task -> new Thread(task).start();

    @TempDir
    private Path directory;

    @Test
    void oneThreadWritesWhileAnotherWaitsForWhatComes() throws Exception {
        Path socket = directory.resolve("engine.sock");
        try (ServerSocketChannel engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            engine.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture.runAsync(() -> echo(engine), THREADS);
            try (HijackedConnection connection =
                    HijackedConnection.open(URI.create("unix://" + socket), "/exec", "{}")) {
                LinkedBlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
                CompletableFuture.runAsync(() -> listen(connection.in(), heard), THREADS);
                CompletableFuture<Integer> talk = CompletableFuture.supplyAsync(() -> talk(connection, heard), THREADS);
                assertEquals(ROUNDS, talk.get(20, TimeUnit.SECONDS));
            }
        }
    }

    /** Says a byte when the one before has come back; by then the other thread waits for the next mostly. */
    private static int talk(HijackedConnection connection, LinkedBlockingQueue<Integer> heard) {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                connection.out().write(round);
                if (heard.take() != round) {
                    return round;
                }
            }
            return ROUNDS;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void listen(InputStream in, LinkedBlockingQueue<Integer> heard) {
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                heard.add(next);
            }
        } catch (IOException e) {
            heard.add(-1);
        }
    }

    /** As the engine: takes the request, switches, and then gives back what it gets. */
    private static void echo(ServerSocketChannel engine) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 12);
        try (SocketChannel peer = engine.accept()) {
            StringBuilder request = new StringBuilder();
            while (!request.toString().endsWith("{}")) {
                peer.read(buffer);
                request.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
                buffer.clear();
            }
            peer.write(StandardCharsets.US_ASCII.encode("HTTP/1.1 101 UPGRADED\r\n\r\n"));
            while (peer.read(buffer) >= 0) {
                peer.write(buffer.flip());
                buffer.clear();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
