package dev.berth.proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DialogueTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Closeable NOTHING = () -> {};

    private static int read(Socket socket, ScriptedServer server) throws IOException {
        socket.connect(server.address());
        socket.getOutputStream().write('?');
        return socket.getInputStream().read();
    }

    @Test
    void whatWasHeardComesBackAndNothingIsEnded() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        try (ScriptedServer server = ScriptedServer.saying("a");
                Socket socket = new Socket()) {
            int heard = Dialogue.within(LONG, () -> ended.set(true), () -> read(socket, server));
            assertEquals('a', heard);
        }
        assertFalse(ended.get());
    }

    @Test
    void oneThatIsNotAnsweredEndsWithItsTimeAndItsSocket() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying();
                Socket socket = new Socket()) {
            SocketTimeoutException late = assertThrows(
                    SocketTimeoutException.class,
                    () -> Dialogue.within(Duration.ofMillis(200), socket, () -> read(socket, server)));
            assertEquals("no answer within 200 ms", late.getMessage());
            assertTrue(socket.isClosed());
            server.awaitLeft();
        }
    }

    @Test
    void anInterruptEndsItAtOnce() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying();
                Socket socket = new Socket()) {
            CompletableFuture<Exception> outcome = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    Dialogue.within(LONG, socket, () -> read(socket, server));
                } catch (IOException | InterruptedException e) {
                    outcome.complete(e);
                }
            });
            caller.start();
            server.awaitAsked();
            caller.interrupt();
            assertEquals(
                    InterruptedException.class,
                    outcome.get(20, TimeUnit.SECONDS).getClass());
            server.awaitLeft();
        }
    }

    @Test
    void whatFailsInItFailsHere() {
        IOException broken = new IOException("broken");
        assertSame(
                broken,
                assertThrows(
                        IOException.class,
                        () -> Dialogue.within(LONG, NOTHING, () -> {
                            throw broken;
                        })));
        IllegalArgumentException wrong = new IllegalArgumentException("wrong");
        assertSame(
                wrong,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Dialogue.within(LONG, NOTHING, () -> {
                            throw wrong;
                        })));
    }
}
