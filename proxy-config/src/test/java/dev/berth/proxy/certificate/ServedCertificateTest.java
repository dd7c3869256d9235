package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.SelfSigned;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServedCertificateTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final HostName SHOP = HostName.of("shop.example.org");

    private final List<ServerSocket> servers = new ArrayList<>();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws IOException {
        for (ServerSocket server : servers) {
            server.close();
        }
    }

    @Test
    void theLeafThatIsShownForTheNameIsSeen() throws Exception {
        SelfSigned shown = SelfSigned.of("shop.example.org");
        InetSocketAddress at = serving(shown);
        ServedCertificate seen = ServedCertificate.look(at, SHOP, SOON);
        assertEquals(shown.certificate(), seen.leaf());
        assertEquals("http/1.1", seen.protocol());
        assertTrue(seen.fingerprint().matches("[0-9a-f]{64}"));
        ServedCertificate.look(at, HostName.of("*.example.org"), SOON);
        assertEquals("shop.example.org", asked.poll(20, TimeUnit.SECONDS));
        assertEquals("berth-asks-for-any-name.example.org", asked.poll(20, TimeUnit.SECONDS));
        ServedCertificate.look(at, HostName.of("192.0.2.10"), SOON);
        ServedCertificate.look(at, HostName.of("2001:db8::10"), SOON);
        ServedCertificate.look(at, HostName.of("last.example.org"), SOON);
        assertEquals("last.example.org", asked.poll(20, TimeUnit.SECONDS), "for an address no name is sent");
    }

    @Test
    void whereNothingListensNothingIsSeen() throws IOException {
        InetSocketAddress at = plain();
        close();
        assertFails(
                HandshakeFailure.Kind.UNREACHABLE,
                "no certificate for shop.example.org was seen at 127.0.0.1:PORT: Connection refused; look whether the "
                        + "proxy runs and its port is open",
                at,
                SOON);
    }

    @Test
    void whereNoTlsIsSpokenItIsRefused() throws IOException {
        InetSocketAddress at =
                answering(socket -> socket.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes()));
        assertFails(
                HandshakeFailure.Kind.REFUSED,
                "no certificate for shop.example.org was seen at 127.0.0.1:PORT: Unsupported or unrecognized SSL "
                        + "message; no certificate is served for that name, or what answers there is not the proxy",
                at,
                SOON);
    }

    @Test
    void aSilentServerIsGivenUpAtTheDeadline() throws IOException {
        assertFails(
                HandshakeFailure.Kind.TOO_SLOW,
                "no certificate for shop.example.org was seen at 127.0.0.1:PORT: nothing within 50 ms; try again; look "
                        + "whether a firewall swallows the connection",
                plain(),
                Duration.ofMillis(50));
    }

    @Test
    void anInterruptEndsTheLook() throws Exception {
        InetSocketAddress at = plain();
        AtomicReference<HandshakeFailure.Kind> kind = new AtomicReference<>();
        Thread looking = new Thread(() -> kind.set(
                assertThrows(HandshakeFailure.class, () -> ServedCertificate.look(at, SHOP, Duration.ofMinutes(5)))
                        .kind()));
        looking.start();
        looking.interrupt();
        looking.join(SOON.toMillis());
        assertEquals(HandshakeFailure.Kind.INTERRUPTED, kind.get());
    }

    private static void assertFails(
            HandshakeFailure.Kind kind, String message, InetSocketAddress at, Duration deadline) {
        var failure = assertThrows(HandshakeFailure.class, () -> ServedCertificate.look(at, SHOP, deadline));
        assertEquals(message.replace("PORT", "" + at.getPort()), failure.getMessage());
        assertEquals(kind, failure.kind());
    }

    private interface Answer {
        void to(Socket socket) throws IOException;
    }

    /** Takes connections in and says nothing. */
    private InetSocketAddress plain() throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        servers.add(server);
        return at(server);
    }

    private InetSocketAddress answering(Answer answer) throws IOException {
        InetSocketAddress at = plain();
        accept(servers.get(servers.size() - 1), answer);
        return at;
    }

    private InetSocketAddress serving(SelfSigned shown) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        keys.setKeyEntry("a", shown.key(), new char[0], new java.security.cert.Certificate[] {shown.certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, new SecureRandom());
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        SSLParameters parameters = server.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        server.setSSLParameters(parameters);
        servers.add(server);
        accept(server, socket -> {
            SSLSocket tls = (SSLSocket) socket;
            tls.startHandshake();
            ((ExtendedSSLSession) tls.getSession())
                    .getRequestedServerNames()
                    .forEach(name -> asked.add(new String(name.getEncoded())));
        });
        return at(server);
    }

    private static void accept(ServerSocket server, Answer answer) {
        CountDownLatch started = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            started.countDown();
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    answer.to(socket);
                } catch (IOException e) {
                    // The other side left, or the test is over.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        try {
            assertTrue(started.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static InetSocketAddress at(ServerSocket server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress().getHostAddress(), server.getLocalPort());
    }
}
