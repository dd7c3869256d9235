package dev.berth.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers of tests that begin a moment later. They lie below those that the kernel gives to clients, so that no
 * connection of another test has one by then, and none is given out twice.
 */
public final class FreePort {
    private static final int FIRST = 10_240;
    private static final int BEHIND = 28_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST, BEHIND));

    private FreePort() {}

    public static int next() {
        while (true) {
            int port = NEXT.getAndUpdate(last -> last + 1 < BEHIND ? last + 1 : FIRST);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException e) {
                continue; // somebody's
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
