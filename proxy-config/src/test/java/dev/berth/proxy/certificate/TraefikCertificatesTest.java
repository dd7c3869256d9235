package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.traefik.DynamicConfiguration;
import dev.berth.proxy.traefik.TraefikDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TraefikCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
    private static final Certificate SHOP = certificate(30, "shop.example.org");
    private static final Certificate BLOG = certificate(30, "blog.example.org");

    @TempDir
    Path home;

    private TraefikDirectory directory;
    private TraefikCertificates published;

    private static Certificate certificate(int days, String name) {
        TestChain chain = TestChain.of(NOW, Duration.ofDays(days), name);
        return CertificateText.read(chain.chain(), chain.key());
    }

    private static Certificate withKeyOf(Certificate certificate, Certificate other) {
        return new Certificate(
                certificate.names(),
                certificate.notBefore(),
                certificate.notAfter(),
                certificate.issuer(),
                certificate.ariId(),
                certificate.fingerprint(),
                certificate.chainPem(),
                other.keyPem());
    }

    private List<String> chains() {
        return directory.certificates().stream()
                .map(DynamicConfiguration.Certificate::certFile)
                .toList();
    }

    @BeforeEach
    void open() {
        directory = TraefikDirectory.open(home.resolve("dynamic"), home.resolve("temporary"));
        published = new TraefikCertificates(directory);
    }

    @Test
    void aKeyOfAnotherCertificateIsAFault() {
        assertEquals(Optional.empty(), published.fault(SHOP));
        assertTrue(published.fault(withKeyOf(SHOP, BLOG)).isPresent());
    }

    @Test
    void ofTwoForTheSameNamesTheOneThatIsValidLongestIsServed() {
        Certificate longer = certificate(60, "shop.example.org");
        published.publish(List.of(longer, SHOP));
        assertEquals(List.of(longer.chainPem()), chains());
    }
}
