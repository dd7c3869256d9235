package dev.berth.proxy.preflight;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;

/**
 * Whether anything listens where an authority would begin a handshake (RFC 8737 section 3). Who it is shows only while a
 * challenge lasts: nothing is said on the connection.
 *
 * @param port 443 for all authorities of the public
 */
record PortProbe(InetAddress address, int port) {
    /** Blocks for at most about the given time; empty when it is open. */
    Optional<String> fault(int millis) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), millis);
            return Optional.empty();
        } catch (SocketTimeoutException e) {
            return Optional.of("no answer within " + millis + " ms");
        } catch (IOException e) {
            return Optional.of(words(e));
        }
    }

    static String words(IOException e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }
}
