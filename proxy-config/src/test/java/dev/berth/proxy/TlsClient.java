package dev.berth.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS connections to loopback with any name and any protocols, trusting everybody. */
public final class TlsClient {

    private TlsClient() {}

    /** A connection whose handshake is done. @param name empty: none is named */
    public static SSLSocket connect(int port, String name, String... protocols) throws IOException {
        return handshake(new Socket(InetAddress.getLoopbackAddress(), port), name, protocols);
    }

    /** The same over a connection that is open. */
    public static SSLSocket handshake(Socket plain, String name, String... protocols) throws IOException {
        plain.setSoTimeout(10_000);
        SSLSocket tls = (SSLSocket) context()
                .getSocketFactory()
                .createSocket(plain, name.isEmpty() ? "127.0.0.1" : name, plain.getPort(), true);
        try {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
            parameters.setApplicationProtocols(protocols);
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        } catch (IOException e) {
            tls.close();
            throw e;
        }
    }

    public static X509Certificate leaf(SSLSocket tls) throws IOException {
        return (X509Certificate) tls.getSession().getPeerCertificates()[0];
    }

    private static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
