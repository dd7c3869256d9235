package dev.berth.proxy.traefik;

import dev.berth.proxy.route.Address;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Middleware;
import dev.berth.proxy.route.Route;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.wire.Dialogue;
import dev.berth.proxy.wire.HttpHead;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    /** The field in which a request carries the word of a route ({@link Route#word}). */
    static final String TRY = "Berth-Try";

    private static final int LONGEST_WORDS = 64;
    private static final String ANY_LABEL = "berth-asks-for-any-name";
    /** Traefik's own answers about a server that it does not reach are these words and nothing else. */
    private static final Map<Integer, String> OF_THE_PROXY = Map.of(
            500, "Internal Server Error", 502, "Bad Gateway", 503, "no available server", 504, "Gateway Timeout");
    /** An application may answer 500 in the same words; the proxy does it with nothing else, about what speaks no HTTP. */
    private static final Set<String> FIELDS_OF_THE_PROXY = Set.of("date", "content-length", "connection", "vary");

    /** The entry points of this machine. */
    public static FrontDoor ofThisMachine(int httpPort, int httpsPort) {
        return new FrontDoor(
                new InetSocketAddress("127.0.0.1", httpPort), new InetSocketAddress("127.0.0.1", httpsPort));
    }

    /**
     * Why no answer comes from behind the proxy; empty when one does, which may still be under way: it is enough that it
     * has begun. A request that carries no word may be answered by the route's middlewares. Blocks for at most
     * {@code patience}.
     *
     * @throws TraefikFailure {@code INTERRUPTED}, at once when the thread is interrupted
     */
    public Optional<String> trouble(Route route, Duration patience) {
        Address address = route.address();
        boolean secure = route.tls() instanceof Tls.Enforced;
        InetSocketAddress door = secure ? https : http;
        String what = "GET " + (secure ? "https" : "http") + "://" + address + " at port " + door.getPort()
                + " of the proxy ";
        try (Socket socket = new Socket()) {
            return Dialogue.within(patience, socket, () -> {
                        socket.connect(door);
                        return fault(secure ? secured(socket, address.host()) : socket, route);
                    })
                    .map(what::concat);
        } catch (SocketTimeoutException e) {
            return Optional.of(what + "was not answered within " + patience.toMillis() + " ms");
        } catch (IOException e) {
            return Optional.of(what + "failed: "
                    + Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TraefikFailure(TraefikFailure.Kind.INTERRUPTED, "interrupted while about to " + what, e);
        }
    }

    private static String concrete(HostName host) {
        return host.isWildcard() ? ANY_LABEL + "." + host.base() : host.text();
    }

    /** It stays open: to close it would wait for the end of an answer that may have none. */
    private static SSLSocket secured(Socket socket, HostName host) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustingAnybody()}, new SecureRandom());
            SSLSocket safe = (SSLSocket)
                    context.getSocketFactory().createSocket(socket, concrete(host), socket.getPort(), false);
            SSLParameters parameters = safe.getSSLParameters();
            parameters.setServerNames(host.isAddress() ? List.of() : List.of(new SNIHostName(concrete(host))));
            safe.setSSLParameters(parameters);
            return safe;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static Optional<String> fault(Socket socket, Route route) throws IOException {
        Address address = route.address();
        InputStream in = socket.getInputStream();
        HttpHead head = HttpHead.ask(
                socket.getOutputStream(),
                in,
                address.host().isAddress() ? address.host().inUrl() : concrete(address.host()),
                address.path().text(),
                route.word().map(word -> TRY + ": " + word).stream().toArray(String[]::new));
        Optional<String> words = Optional.ofNullable(OF_THE_PROXY.get(head.status()));
        // Traefik tells how long its own words are; whatever is longer, or does not say, comes from behind it.
        boolean mayBeTheProxy = words.isPresent()
                && head.length().orElse(Long.MAX_VALUE) <= LONGEST_WORDS
                && (head.status() != 500
                        || fieldsOfTheProxy(route).containsAll(head.fields().keySet()));
        if (!mayBeTheProxy) {
            return Optional.empty();
        }
        String body = new String(in.readNBytes((int) head.length().getAsLong()), StandardCharsets.ISO_8859_1).strip();
        return words.filter(body::equals)
                .map(own -> "was answered " + head.status() + " (" + own + ")"
                        + (head.status() == 500 ? " by itself, as when what is behind it speaks no HTTP" : ""));
    }

    /** What it adds to its own answers, in lower case. */
    private static Set<String> fieldsOfTheProxy(Route route) {
        Set<String> fields = new HashSet<>(FIELDS_OF_THE_PROXY);
        if (route.backend().sticky()) {
            fields.add("set-cookie");
        }
        for (Middleware middleware : route.middlewares()) {
            if (middleware instanceof Middleware.Headers headers) {
                headers.response().keySet().forEach(field -> fields.add(field.toLowerCase(Locale.ROOT)));
            }
        }
        return fields;
    }
}
