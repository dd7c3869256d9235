package dev.berth.proxy.traefik;

import static dev.berth.proxy.traefik.Routes.web;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.TlsClient;
import dev.berth.proxy.acme.AcmeAuthority;
import dev.berth.proxy.acme.AuthoritySettings;
import dev.berth.proxy.acme.ChallengeBoard;
import dev.berth.proxy.acme.ChallengeResponder;
import dev.berth.proxy.acme.Deadlines;
import dev.berth.proxy.acme.PebbleProcess;
import dev.berth.proxy.acme.ProxiedChallenges;
import dev.berth.proxy.acme.RealClockwork;
import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificateRequest;
import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.HandshakeFailure;
import dev.berth.proxy.certificate.InMemoryCertificates;
import dev.berth.proxy.certificate.KeyKind;
import dev.berth.proxy.certificate.ServedCertificate;
import dev.berth.proxy.certificate.TraefikCertificates;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Middleware;
import dev.berth.proxy.route.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real authority asks through a real Traefik, for a new name and again while the name is served. */
class AuthorityThroughProxyIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private static Path base;

    private static PebbleProcess pebble;
    private static TraefikDirectory directory;
    private static TraefikProcess traefik;
    private static BackEnd application;
    private static ChallengeResponder responder;
    private static AcmeAuthority authority;

    @BeforeAll
    static void start() throws IOException {
        pebble = PebbleProcess.start(Files.createDirectory(base.resolve("pebble")), Map.of());
        directory = TraefikDirectory.open(base.resolve("dynamic"), base.resolve("temporary"));
        directory.publish(TraefikProcess.ACCESS);
        ProxiedChallenges proxied = new ProxiedChallenges(directory, () -> Optional.of(traefik.api()), SOON);
        ChallengeBoard board = new ChallengeBoard(proxied);
        responder = new ChallengeResponder(board, 0, 0);
        ChallengeAccess access = responder.listen(InetAddress.getLoopbackAddress());
        proxied.at(access);
        application = new BackEnd("application");
        traefik = TraefikProcess.start(
                base.resolve("dynamic"), base.resolve("traefik.log"), pebble.httpPort, pebble.tlsPort);
        traefik.api().confirm(access, SOON);
        authority = new AcmeAuthority(new AuthoritySettings(
                pebble.directory(),
                Optional.empty(),
                Optional.of(pebble.caFile()),
                Optional.empty(),
                new InMemoryCertificates(),
                board,
                Optional.empty(),
                new RealClockwork(),
                Deadlines.USUAL));
    }

    @AfterAll
    static void stop() {
        traefik.close();
        application.close();
        responder.close();
        pebble.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_01", "TLS_ALPN_01"})
    void anAddressIsObtainedServedAndRenewedWhileItIsServed(ChallengeKind kind) throws IOException {
        HostName address = HostName.of("127.0.0.1");
        route(address, new Tls.None());
        for (int round = 0; round < 2; round++) {
            Certificate got = obtain(address, kind);
            assertEquals(List.of(address), got.names());
            serve(address, got);
            route(address, new Tls.Enforced(traefik.websecure));
            try (SSLSocket tls = TlsClient.connect(traefik.websecure, "", "http/1.1")) {
                assertTrue(Client.get(tls, address.text(), "/").endsWith("application /"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_01", "TLS_ALPN_01"})
    void aNameIsObtainedServedAndRenewedWhileItIsServed(ChallengeKind kind) throws InterruptedException {
        HostName name = HostName.of(kind.text() + ".example.org");
        route(name, new Tls.None());
        Certificate first = obtain(name, kind);
        serve(name, first);
        route(name, new Tls.Enforced(traefik.websecure));
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicInteger answered = new AtomicInteger();
        AtomicReference<String> lost = new AtomicReference<>("none");
        Thread client = new Thread(() -> {
            while (running.get()) {
                try (SSLSocket tls = TlsClient.connect(traefik.websecure, name.text(), "http/1.1")) {
                    String answer = Client.get(tls, name.text(), "/");
                    if (answer.endsWith("application /")) {
                        answered.incrementAndGet();
                    } else {
                        lost.set(answer);
                    }
                } catch (IOException | RuntimeException e) {
                    lost.set(e.toString());
                }
                Client.pause();
            }
        });
        client.start();
        Certificate second = obtain(name, kind);
        serve(name, second);
        running.set(false);
        client.join(SOON.toMillis());
        assertNotEquals(first.fingerprint(), second.fingerprint());
        assertEquals("none", lost.get());
        assertTrue(answered.get() > 0);
    }

    private static Certificate obtain(HostName name, ChallengeKind kind) {
        return authority.obtain(
                new CertificateRequest(
                        name, KeyKind.P256, List.of(kind), Optional.empty(), Optional.empty(), Optional.empty()),
                order -> {});
    }

    private static void serve(HostName name, Certificate certificate) {
        new TraefikCertificates(directory).publish(List.of(certificate));
        traefik.await("the certificate of " + name, () -> {
            try {
                return ServedCertificate.look(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), traefik.websecure), name, SOON)
                        .fingerprint()
                        .equals(certificate.fingerprint());
            } catch (HandshakeFailure e) {
                return false;
            }
        });
    }

    private static void route(HostName name, Tls tls) {
        directory.publish(
                "shop",
                Map.of(
                        "web",
                        List.of(web(name.text(), "/", application.address())
                                .withTls(tls)
                                .withMiddlewares(List.of(new Middleware.Compress())))));
        traefik.api().confirm(directory.published("shop").orElseThrow(), SOON);
    }
}
