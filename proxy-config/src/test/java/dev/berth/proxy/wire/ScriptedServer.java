package dev.berth.proxy.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Says the same to everybody as soon as it is asked, in so many pieces, and then stays silent until they leave. */
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket server;
    private final String[] pieces;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);

    private ScriptedServer(ServerSocket server, String... pieces) {
        this.server = server;
        this.pieces = pieces;
        Thread thread = new Thread(this::serve, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    public static ScriptedServer saying(String... pieces) throws IOException {
        return on(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), pieces);
    }

    /** The same on a socket that somebody else made, such as one for TLS. */
    public static ScriptedServer on(ServerSocket server, String... pieces) {
        return new ScriptedServer(server, pieces);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Returns when somebody has asked. */
    public void awaitAsked() throws InterruptedException, TimeoutException {
        await(asked);
    }

    /** Returns when whoever asked has left. */
    public void awaitLeft() throws InterruptedException, TimeoutException {
        await(left);
    }

    private static void await(CountDownLatch latch) throws InterruptedException, TimeoutException {
        if (!latch.await(20, TimeUnit.SECONDS)) {
            throw new TimeoutException();
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                if (socket.getInputStream().read() < 0) {
                    continue;
                }
                asked.countDown();
                for (String piece : pieces) {
                    socket.getOutputStream().write(piece.getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().flush();
                }
                socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                left.countDown();
            } catch (IOException e) {
                left.countDown(); // whoever asked has cut it off, or the test is over
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
