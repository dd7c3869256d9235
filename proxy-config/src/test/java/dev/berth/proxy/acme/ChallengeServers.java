package dev.berth.proxy.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/** Answers http-01 and tls-alpn-01 from a {@link ChallengeBoard}, as the proxy does. */
final class ChallengeServers implements AutoCloseable {
    private static final String PATH = "/.well-known/acme-challenge/";

    private final HttpServer http;
    private final SSLServerSocket tls;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ChallengeServers(ChallengeBoard board, int httpPort, int tlsPort) {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort), 0);
            http.setExecutor(threads);
            http.createContext(PATH, exchange -> {
                byte[] answer = board.authorization(
                                exchange.getRequestURI().getPath().substring(PATH.length()))
                        .orElse("")
                        .getBytes(UTF_8);
                exchange.sendResponseHeaders(answer.length == 0 ? 404 : 200, answer.length == 0 ? -1 : answer.length);
                if (answer.length > 0) {
                    exchange.getResponseBody().write(answer);
                }
                exchange.close();
            });
            http.start();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new Proofs(board)}, null, null);
            tls = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(tlsPort, 50, InetAddress.getLoopbackAddress());
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"acme-tls/1"});
            tls.setSSLParameters(parameters);
            threads.execute(this::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void accept() {
        while (!tls.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) tls.accept();
                threads.execute(() -> {
                    try (socket) {
                        socket.startHandshake();
                    } catch (IOException refused) {
                        // The other side sees it.
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() {
        http.stop(0);
        try {
            tls.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    private static final class Proofs extends X509ExtendedKeyManager {
        private final ChallengeBoard board;

        Proofs(ChallengeBoard board) {
            this.board = board;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) socket).getHandshakeSession();
            return session.getRequestedServerNames().stream()
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .filter(name -> board.proof(HostName.of(name)).isPresent())
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return board.proof(HostName.of(alias))
                    .map(proof -> new X509Certificate[] {proof.certificate()})
                    .orElse(null);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return board.proof(HostName.of(alias))
                    .map(ChallengeBoard.Proof::key)
                    .orElse(null);
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return List.<String>of().toArray(String[]::new);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
