package dev.berth.proxy.acme;

import dev.berth.proxy.traefik.ChallengeAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Answers authorities from a {@link ChallengeBoard}, and nobody else: http-01 on one port (RFC 8555 section 8.3),
 * tls-alpn-01 on another (RFC 8737). It logs nothing. Safe for several threads.
 *
 * <p>A connection lives at most 10 s and at most 256 of each kind live at once; one more ends the oldest, so that those
 * who say nothing keep out nobody. Who is not on the network of its address is heard by none of them.
 */
public final class ChallengeResponder implements AutoCloseable {
    private final ChallengeBoard board;
    private final int httpPort;
    private final int alpnPort;
    private Optional<Listening> listening = Optional.empty();

    private record Listening(InetAddress address, Listener http, Listener alpn) {
        ChallengeAccess access() {
            return new ChallengeAccess(address.getHostAddress(), http.port(), alpn.port());
        }

        boolean isAt(InetAddress wanted) {
            return address.equals(wanted) && http.isOpen() && alpn.isOpen();
        }

        void close() {
            http.close();
            alpn.close();
        }
    }

    /**
     * Listens nowhere yet.
     *
     * @param httpPort for http-01; 0 for a free one
     * @param alpnPort for tls-alpn-01; 0 for a free one
     */
    public ChallengeResponder(ChallengeBoard board, int httpPort, int alpnPort) {
        this.board = board;
        this.httpPort = httpPort;
        this.alpnPort = alpnPort;
    }

    /**
     * Listens on that address and no other from now on; nothing happens when it does so already. The address may have
     * gone and come back meanwhile, as that of a network that was made anew.
     *
     * @return how the proxy reaches it
     * @throws ListenFailure when the address or a port is not to be had; then it listens nowhere
     */
    public synchronized ChallengeAccess listen(InetAddress address) {
        if (listening.isEmpty() || !listening.get().isAt(address)) {
            close();
            listening = Optional.of(open(address));
        }
        return listening.get().access();
    }

    /** Where it listens; empty when it does not. */
    public synchronized Optional<ChallengeAccess> access() {
        return listening.map(Listening::access);
    }

    /** Listens nowhere; connections that are open end. It may listen again. */
    @Override
    public synchronized void close() {
        listening.ifPresent(Listening::close);
        listening = Optional.empty();
    }

    private Listening open(InetAddress address) {
        Listener http = open(address, httpPort, new HttpAnswer(board));
        try {
            return new Listening(address, http, open(address, alpnPort, new AlpnAnswer(board)));
        } catch (ListenFailure e) {
            http.close();
            throw e;
        }
    }

    private static Listener open(InetAddress address, int port, Listener.Answer answer) {
        try {
            return Listener.open(address, port, answer);
        } catch (IOException e) {
            throw new ListenFailure(address, port, e);
        }
    }
}
