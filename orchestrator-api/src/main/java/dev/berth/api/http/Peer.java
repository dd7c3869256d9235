package dev.berth.api.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * Who reads an answer that goes on. Only writing tells whether they are still there, and an answer of plain lines has
 * nothing to write while nothing happens: their end of the connection is looked at instead.
 */
final class Peer {
    private final SocketChannel channel;
    private final BooleanSupplier allowed;
    private final long askedEvery;
    private long asked = System.nanoTime();

    /** @param askMillis how often it is asked whether they may still read */
    Peer(Exchange exchange, long askMillis) {
        Object transport = ServletContextRequest.getServletContextRequest(
                        exchange.context().req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .getTransport();
        this.channel = (SocketChannel) transport;
        this.allowed = exchange.allowed();
        this.askedEvery = TimeUnit.MILLISECONDS.toNanos(askMillis);
    }

    /** Whether they have gone, have begun to say something else, or may not read any more. */
    boolean isGone() {
        try {
            return channel.read(ByteBuffer.allocate(1)) != 0 || !isAllowed();
        } catch (IOException e) {
            return true;
        }
    }

    private boolean isAllowed() {
        long now = System.nanoTime();
        if (now - asked < askedEvery) {
            return true;
        }
        asked = now;
        return allowed.getAsBoolean();
    }
}
