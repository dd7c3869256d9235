package dev.berth.api.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * Who reads an answer that goes on. Only writing tells whether they are still there, and an answer of plain lines has
 * nothing to write while nothing happens: their end of the connection is looked at instead.
 */
final class Peer {
    private final SocketChannel channel;
    private final Permission permission;

    /** @param askMillis how often it is asked whether they may still read */
    Peer(Exchange exchange, long askMillis) {
        Object transport = ServletContextRequest.getServletContextRequest(
                        exchange.context().req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .getTransport();
        this.channel = (SocketChannel) transport;
        this.permission = new Permission(exchange.allowed(), askMillis);
    }

    /** Whether they have gone, have begun to say something else, or may not read any more. */
    boolean isGone() {
        try {
            return channel.read(ByteBuffer.allocate(1)) != 0 || !permission.holds();
        } catch (IOException e) {
            return true;
        }
    }
}
