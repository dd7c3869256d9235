package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.proxy.traefik.DynamicConfiguration;
import dev.berth.proxy.traefik.TraefikDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    void oneThatCannotBeServedKeepsNoOtherFromBeingServed() {
        Certificate broken = withKeyOf(SHOP, BLOG);
        published.publish(List.of(broken, BLOG));
        assertEquals(List.of(BLOG.chainPem()), chains());
        published.publish(List.of(SHOP, BLOG));
        assertEquals(List.of(SHOP.chainPem(), BLOG.chainPem()), chains());
    }

    @Test
    void aPairThatCannotBeServedDoesNotTakeThePlaceOfOneThatCan() {
        Certificate longer = withKeyOf(certificate(60, "shop.example.org"), BLOG);
        published.publish(List.of(SHOP, longer));
        assertEquals(List.of(SHOP.chainPem()), chains());
    }

    @Test
    void ofTwoForTheSameNamesTheOneThatIsValidLongestIsServed() {
        Certificate longer = certificate(60, "shop.example.org");
        published.publish(List.of(longer, SHOP));
        assertEquals(List.of(longer.chainPem()), chains());
    }
}
