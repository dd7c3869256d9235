package dev.berth.proxy.acme;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A TLS handshake that shows the certificate of a challenge for the name that is asked for, and no more (RFC 8737
 * section 3). A client that does not offer {@code acme-tls/1}, or asks for a name that nothing is shown for, is refused.
 */
final class AlpnAnswer implements Listener.Answer {
    static final String PROTOCOL = "acme-tls/1";

    private final SSLContext context;

    AlpnAnswer(ChallengeBoard board) {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new ProofKeys(board)}, null, new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform speaks TLS", e);
        }
    }

    @Override
    public void to(Socket connection) throws IOException {
        try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(connection, null, true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            parameters.setApplicationProtocols(new String[] {PROTOCOL});
            tls.setSSLParameters(parameters);
            tls.startHandshake();
        }
    }
}
