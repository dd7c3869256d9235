package dev.berth.proxy.traefik;

import dev.berth.proxy.route.Address;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Where clients come in: asks there as one of them, to see whether the answer comes from behind the proxy. What the
 * answer is, is the application's own affair.
 *
 * @param http where Traefik's {@code web} entry point is reached, {@code https} where {@code websecure} is
 */
public record FrontDoor(InetSocketAddress http, InetSocketAddress https) {
    private static final int BEGINNING = 1024;
    private static final String ANY_LABEL = "berth-asks-for-any-name";
    /** Traefik's own answers about a server that it does not reach are these words and nothing else. */
    private static final Map<String, String> OF_THE_PROXY =
            Map.of("502", "Bad Gateway", "503", "no available server", "504", "Gateway Timeout");

    /** The entry points of this machine. */
    public static FrontDoor ofThisMachine(int httpPort, int httpsPort) {
        return new FrontDoor(
                new InetSocketAddress("127.0.0.1", httpPort), new InetSocketAddress("127.0.0.1", httpsPort));
    }

    /**
     * Why no answer comes from behind the proxy; empty when one does. Blocks for at most about {@code patience}.
     *
     * @param tls how the address speaks TLS at the moment
     */
    public Optional<String> trouble(Address address, Tls tls, Duration patience) {
        int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, patience.toMillis()));
        boolean secure = tls instanceof Tls.Enforced;
        InetSocketAddress door = secure ? https : http;
        String what = "GET " + (secure ? "https" : "http") + "://" + address + " at port " + door.getPort()
                + " of the proxy ";
        try (Socket socket = new Socket()) {
            socket.connect(door, millis);
            socket.setSoTimeout(millis);
            if (!secure) {
                return fault(ask(socket, address)).map(what::concat);
            }
            try (SSLSocket safe = secured(socket, address.host())) {
                return fault(ask(safe, address)).map(what::concat);
            }
        } catch (SocketTimeoutException e) {
            return Optional.of(what + "was not answered within " + millis + " ms");
        } catch (IOException | GeneralSecurityException e) {
            return Optional.of(what + "failed: "
                    + Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
        }
    }

    private static String concrete(HostName host) {
        return host.isWildcard() ? ANY_LABEL + "." + host.base() : host.text();
    }

    private static SSLSocket secured(Socket socket, HostName host) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustingAnybody()}, new SecureRandom());
        SSLSocket safe =
                (SSLSocket) context.getSocketFactory().createSocket(socket, concrete(host), socket.getPort(), false);
        SSLParameters parameters = safe.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(concrete(host))));
        safe.setSSLParameters(parameters);
        return safe;
    }

    /** The beginning of the answer. */
    private static String ask(Socket socket, Address address) throws IOException {
        String request = "GET " + address.path().text() + " HTTP/1.1\r\nHost: " + concrete(address.host())
                + "\r\nUser-Agent: berth\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return new String(socket.getInputStream().readNBytes(BEGINNING), StandardCharsets.ISO_8859_1);
    }

    private static Optional<String> fault(String answer) {
        String[] status = answer.lines().findFirst().orElse("").split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/")) {
            return Optional.of("was answered by something that does not speak HTTP");
        }
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 1).strip();
        return body.equals(OF_THE_PROXY.get(status[1]))
                ? Optional.of("was answered " + status[1] + " (" + body + ")")
                : Optional.empty();
    }
}
