package dev.berth.proxy.traefik;

import static dev.berth.proxy.traefik.Routes.web;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.proxy.SelfSigned;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.traefik.DynamicConfiguration.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a real Traefik speaks TLS, in the eyes of a scanner that knows what is weak. */
@Order(9)
@Tag("long")
class TlsScanIT {

    private static final Set<String> ABOVE_LOW = Set.of("MEDIUM", "HIGH", "CRITICAL", "FATAL");

    @TempDir
    private Path base;

    @Test
    @Timeout(600)
    void aScannerFindsNothingThatIsWorseThanLow() throws Exception {
        SelfSigned authority = SelfSigned.authority("authority.example.org");
        SelfSigned leaf = authority.issue("shop.example.org");
        TraefikDirectory directory = TraefikDirectory.open(base.resolve("dynamic"), base.resolve("temporary"));
        directory.publish(TraefikProcess.ACCESS);
        directory.publish(new ChallengeAccess("127.0.0.1", 9, 9));
        directory.publish(List.of(new Certificate(leaf.chainPem() + authority.chainPem(), leaf.keyPem())));
        try (BackEnd application = new BackEnd("application");
                TraefikProcess traefik = TraefikProcess.start(base.resolve("dynamic"), base.resolve("log"))) {
            directory.publish(
                    "shop",
                    Map.of(
                            "web",
                            List.of(web("shop.example.org", "/", application.address())
                                    .withTls(new Tls.Served()))));
            traefik.api().confirm(directory.published("shop").orElseThrow(), Duration.ofSeconds(10));
            Map<String, String> findings = scan(traefik.websecure, authority);
            assertEquals(
                    List.of(),
                    findings.entrySet().stream()
                            .filter(finding ->
                                    ABOVE_LOW.contains(finding.getValue().split(" ", 2)[0]))
                            .toList());
            assertEquals("OK offered", findings.get("TLS1_2"));
            assertEquals("OK offered with final", findings.get("TLS1_3"));
            assertEquals("OK h2", findings.get("ALPN_HTTP2"));
            assertTrue(findings.keySet().containsAll(Set.of("heartbleed", "LUCKY13", "RC4")), findings.toString());
        }
    }

    /** What was found, each as its severity and its words. */
    private Map<String, String> scan(int port, SelfSigned authority) throws IOException, InterruptedException {
        Path trusted = Files.writeString(base.resolve("ca.pem"), authority.chainPem());
        Path found = Files.createDirectory(base.resolve("found"));
        Process scanner = new ProcessBuilder(
                        "../testbed/tls-scan",
                        "shop.example.org",
                        InetAddress.getLoopbackAddress().getHostAddress(),
                        Integer.toString(port),
                        trusted.toString(),
                        found.toString())
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("scan.log").toFile())
                .start();
        assertEquals(0, scanner.waitFor(), Files.readString(base.resolve("scan.log")));
        Map<String, String> findings = new TreeMap<>();
        for (String part : List.of("offered.json", "vulnerable.json")) {
            for (JsonNode finding :
                    new ObjectMapper().readTree(found.resolve(part).toFile())) {
                findings.put(
                        finding.path("id").asText(),
                        finding.path("severity").asText() + " "
                                + finding.path("finding").asText());
            }
        }
        return findings;
    }
}
