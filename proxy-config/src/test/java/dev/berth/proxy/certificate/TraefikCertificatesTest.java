package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.traefik.DynamicConfiguration;
import dev.berth.proxy.traefik.TraefikDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    void theOneForMostAddressesIsShownToThoseWhoNameNoHost() throws IOException {
        Certificate one = certificate(60, "192.0.2.9");
        TestChain two = TestChain.of(NOW, Duration.ofDays(30), "192.0.2.10", "2001:db8::10");
        Certificate both = CertificateText.read(two.chain(), two.key());
        published.publish(List.of(SHOP, one, both));
        String file = Files.readString(home.resolve("dynamic/_certificates.yml"));
        String store = file.substring(file.indexOf("  stores:"));
        String text = both.chainPem().strip().replace("\n", "\\n");
        assertTrue(store.startsWith("  stores:\n    default:\n      defaultCertificate:\n"), store);
        assertTrue(store.contains(text), store);
        assertTrue(file.contains("(?i:shop"), file);
        published.publish(List.of(SHOP));
        assertFalse(Files.readString(home.resolve("dynamic/_certificates.yml")).contains("stores"));
    }

    @Test
    void ofTwoForTheSameNamesTheOneThatIsValidLongestIsServed() {
        Certificate longer = certificate(60, "shop.example.org");
        published.publish(List.of(longer, SHOP));
        assertEquals(List.of(longer.chainPem()), chains());
    }

    @Test
    void whatTheProxyHasIsKnownAtTheNextStart() {
        published.publish(List.of(SHOP, BLOG));
        TraefikDirectory next = TraefikDirectory.open(home.resolve("dynamic"), home.resolve("temporary"));
        assertEquals(Set.of(SHOP, BLOG), Set.copyOf(new TraefikCertificates(next).published()));
    }
}
