package dev.berth.proxy.preflight;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.berth.proxy.preflight.NameFacts.Probe;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;

/**
 * One question at one address, as an authority would ask it (RFC 8555 section 8.3), without asking name servers again.
 *
 * @param port 80 for all authorities of the public
 * @param answer what our own responder says to the token
 */
record HttpProbe(HostName name, InetAddress address, int port, String token, String answer) {
    private static final int LONGEST = 4096;

    /** Blocks for at most about the given time; what goes wrong is the fault that is found. */
    Probe ask(int millis) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), millis);
            socket.setSoTimeout(millis);
            String request = "GET /.well-known/acme-challenge/" + token + " HTTP/1.1\r\nHost: " + name.inUrl()
                    + "\r\nUser-Agent: berth\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new Probe(address, fault(new String(socket.getInputStream().readNBytes(LONGEST), ISO_8859_1)));
        } catch (SocketTimeoutException e) {
            return new Probe(address, Optional.of("no answer within " + millis + " ms"));
        } catch (IOException e) {
            return new Probe(address, Optional.of(PortProbe.words(e)));
        }
    }

    private Optional<String> fault(String response) {
        String[] status = response.lines().findFirst().orElse("").split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/") || !status[1].matches("[1-5]\\d\\d")) {
            return Optional.of("what answers there does not speak HTTP");
        }
        if (!status[1].equals("200")) {
            return Optional.of("another server answered " + status[1]);
        }
        return response.substring(response.indexOf("\r\n\r\n") + 1).contains(answer)
                ? Optional.empty()
                : Optional.of("another server answered something else");
    }
}
