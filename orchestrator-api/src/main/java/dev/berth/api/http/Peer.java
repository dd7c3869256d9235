package dev.berth.api.http;

import jakarta.servlet.http.HttpServletRequest;
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

    Peer(HttpServletRequest request) {
        Object transport = ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .getTransport();
        this.channel = (SocketChannel) transport;
    }

    /** Whether they have gone, or have begun to say something else. */
    boolean isGone() {
        try {
            return channel.read(ByteBuffer.allocate(1)) != 0;
        } catch (IOException e) {
            return true;
        }
    }
}
