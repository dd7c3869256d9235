package dev.berth.proxy.traefik;

import static dev.berth.proxy.traefik.Routes.route;
import static dev.berth.proxy.traefik.Routes.web;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.SelfSigned;
import dev.berth.proxy.TlsClient;
import dev.berth.proxy.certificate.HandshakeFailure;
import dev.berth.proxy.certificate.ServedCertificate;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.traefik.DynamicConfiguration.Certificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Traefik shows to those who ask by HTTPS. */
class CertificatesIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private static Path base;

    private static TraefikDirectory directory;
    private static TraefikProcess traefik;
    private static BackEnd application;

    @BeforeAll
    static void start() {
        directory = TraefikDirectory.open(base.resolve("dynamic"), base.resolve("temporary"));
        application = new BackEnd("application");
        directory.publish(TraefikProcess.ACCESS);
        directory.publish(
                "shop",
                Map.of(
                        "web",
                        List.of(
                                web("shop.example.org", "/", application.address())
                                        .withTls(new Tls.Served()),
                                route("shop", "web", 1, "*.example.org", "/", application.address())
                                        .withTls(new Tls.Served()))));
        traefik = TraefikProcess.start(base.resolve("dynamic"), base.resolve("traefik.log"));
        traefik.api().confirm(directory.published("shop").orElseThrow(), SOON);
    }

    @AfterAll
    static void stop() {
        traefik.close();
        application.close();
    }

    @Test
    void theMostExactCertificateIsShown() {
        SelfSigned exact = SelfSigned.of("shop.example.org");
        SelfSigned wildcard = SelfSigned.rsa("*.example.org");
        publish(exact, wildcard);
        await("shop.example.org", exact);
        assertEquals(wildcard.certificate(), look("blog.example.org").leaf());
        assertEquals(wildcard.certificate(), look("*.example.org").leaf());
        assertEquals("h2", look("blog.example.org").protocol());
        publish(wildcard);
        await("shop.example.org", wildcard);
    }

    @Test
    void aNameWithoutACertificateIsRefused() {
        publish(SelfSigned.of("shop.example.org"));
        await("blog.example.org", null);
        for (String name : List.of("blog.example.org", "example.org", "elsewhere.example")) {
            var failure = assertThrows(HandshakeFailure.class, () -> look(name));
            assertEquals(HandshakeFailure.Kind.REFUSED, failure.kind());
        }
    }

    @Test
    void whoOpensAnAddressIsShownItsCertificateAndNobodyElseIs() throws IOException {
        SelfSigned address = SelfSigned.of("192.0.2.10", "2001:db8::10");
        SelfSigned shop = SelfSigned.of("shop.example.org", "*.wild.example.org");
        DynamicConfiguration.Certificate shown = new Certificate(address.chainPem(), address.keyPem());
        directory.publish(
                "addresses",
                Map.of(
                        "web",
                        List.of(
                                route("addresses", "web", 0, "192.0.2.10", "/", application.address())
                                        .withTls(new Tls.Served()),
                                route("addresses", "web", 1, "2001:db8::10", "/", application.address())
                                        .withTls(new Tls.Served()))));
        directory.publish(List.of(shown, new Certificate(shop.chainPem(), shop.keyPem())), Optional.of(shown));
        await("192.0.2.10", address);
        assertEquals(address.certificate(), look("2001:db8::10").leaf());
        assertEquals(shop.certificate(), look("SHOP.example.org").leaf());
        assertEquals(shop.certificate(), look("a.wild.example.org").leaf());
        for (String name : List.of("a.b.wild.example.org", "wild.example.org", "elsewhere.example", "10.2.0.192.x")) {
            var failure = assertThrows(HandshakeFailure.class, () -> look(name), name);
            assertEquals(HandshakeFailure.Kind.REFUSED, failure.kind(), name);
        }
        for (String host : List.of("192.0.2.10", "[2001:db8::10]", "[2001:DB8::10]:8443")) {
            try (SSLSocket tls = TlsClient.connect(traefik.websecure, "", "http/1.1")) {
                String answer = Client.get(tls, host, "/");
                assertTrue(answer.endsWith("application /"), host + ": " + answer);
            }
            String plain = Client.get(traefik.web, host, "/");
            assertTrue(plain.endsWith("application /"), host + ": " + plain);
        }
        publish(shop);
        await("192.0.2.10", null);
        assertEquals(shop.certificate(), look("shop.example.org").leaf());
        directory.remove("addresses");
    }

    @Test
    void newCertificatesLoseNoRequest() throws InterruptedException {
        SelfSigned shown = SelfSigned.of("shop.example.org");
        publish(shown);
        await("shop.example.org", shown);
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicInteger answered = new AtomicInteger();
        AtomicReference<String> lost = new AtomicReference<>("none");
        Thread client = new Thread(() -> {
            while (running.get()) {
                try (SSLSocket tls = TlsClient.connect(traefik.websecure, "shop.example.org", "http/1.1")) {
                    String answer = Client.get(tls, "shop.example.org", "/");
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
        for (int i = 0; i < 20; i++) {
            SelfSigned next = i == 3 ? SelfSigned.rsa("shop.example.org") : SelfSigned.of("shop.example.org");
            publish(next, SelfSigned.of("other" + i + ".example.org"));
            await("shop.example.org", next);
        }
        running.set(false);
        client.join(SOON.toMillis());
        assertEquals("none", lost.get());
        assertTrue(answered.get() > 20, "only " + answered + " requests");
    }

    /** Waits until that is shown, or nothing any more. */
    private static void await(String name, SelfSigned expected) {
        X509Certificate leaf = expected == null ? null : expected.certificate();
        traefik.await(name, () -> {
            try {
                return look(name).leaf().equals(leaf);
            } catch (HandshakeFailure e) {
                return leaf == null;
            }
        });
    }

    private static ServedCertificate look(String name) {
        return ServedCertificate.look(
                new InetSocketAddress("127.0.0.1", traefik.websecure), HostName.of(name), Duration.ofSeconds(10));
    }

    private static void publish(SelfSigned... certificates) {
        directory.publish(Arrays.stream(certificates)
                .map(made -> new Certificate(made.chainPem(), made.keyPem()))
                .toList());
    }
}
