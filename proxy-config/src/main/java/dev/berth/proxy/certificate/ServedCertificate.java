package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import dev.berth.proxy.traefik.TrustingAnybody;
import dev.berth.proxy.x509.CertificateDigest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * What somebody who asks for a name by HTTPS is shown, seen in a real handshake with SNI (RFC 6066 section 3), and for an
 * address without. Nothing is trusted or refused: the caller compares.
 *
 * @param protocol what was agreed on for afterwards: {@code h2}, {@code http/1.1}, or nothing
 */
public record ServedCertificate(X509Certificate leaf, String protocol) {

    /** Stands for the label of a wildcard: nobody has a certificate for this name alone. */
    private static final String ANY_LABEL = "berth-asks-for-any-name";

    /**
     * Looks.
     *
     * @param name a wildcard is asked for by some name that it covers
     * @param deadline for all of it
     * @throws HandshakeFailure when no certificate is shown in time, or the thread is interrupted
     */
    public static ServedCertificate look(InetSocketAddress at, HostName name, Duration deadline) {
        String host = name.isWildcard() ? ANY_LABEL + "." + name.base() : name.text();
        try (Socket socket = new Socket()) {
            FutureTask<ServedCertificate> handshake = new FutureTask<>(() -> shake(socket, at, host, name, deadline));
            // Of its own, because neither an interrupt nor a deadline ends a handshake, but closing its socket does.
            Thread thread = new Thread(handshake, "handshake-" + host);
            thread.setDaemon(true);
            thread.start();
            return handshake.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SocketTimeoutException late
                    ? tooSlow(host, at, deadline, late)
                    : HandshakeFailure.of(host, at, e.getCause());
        } catch (TimeoutException e) {
            throw tooSlow(host, at, deadline, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandshakeFailure(HandshakeFailure.Kind.INTERRUPTED, host, at, "interrupted", e);
        } catch (IOException e) {
            throw HandshakeFailure.of(host, at, e);
        }
    }

    /** The handshake's own deadline may be over a moment before the one that is kept from outside. */
    private static HandshakeFailure tooSlow(String host, InetSocketAddress at, Duration deadline, Exception late) {
        String words = "nothing within " + deadline.toMillis() + " ms";
        return new HandshakeFailure(HandshakeFailure.Kind.TOO_SLOW, host, at, words, late);
    }

    /** SHA-256 of the leaf in lower-case hex, as {@link Certificate#fingerprint}. */
    public String fingerprint() {
        return CertificateDigest.sha256(leaf);
    }

    private static ServedCertificate shake(
            Socket socket, InetSocketAddress at, String host, HostName name, Duration deadline)
            throws IOException, GeneralSecurityException {
        int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, deadline.toMillis()));
        InetSocketAddress address = at.isUnresolved() ? new InetSocketAddress(at.getHostString(), at.getPort()) : at;
        socket.connect(address, millis);
        socket.setSoTimeout(millis);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustingAnybody()}, new SecureRandom());
        try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, at.getPort(), true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setServerNames(name.isAddress() ? List.of() : List.of(new SNIHostName(host)));
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            X509Certificate leaf = (X509Certificate) tls.getSession().getPeerCertificates()[0];
            return new ServedCertificate(leaf, tls.getApplicationProtocol());
        }
    }
}
