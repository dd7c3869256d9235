package dev.berth.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.berth.proxy.acme.ChallengeBoard;
import dev.berth.proxy.acme.RealClockwork;
import dev.berth.proxy.certificate.CertificatePolicy;
import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.InMemoryCertificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the files that options name is read when the daemon starts, and mistakes are a user's. */
class AuthoritiesTest {
    @TempDir
    Path directory;

    private String mistake(String content, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        List<String> all = Stream.of(options)
                .map(option -> option.endsWith("=") ? option + file : option)
                .toList();
        Settings settings = SettingsReader.read(all, Map.of(), directory, true);
        CertificatePolicy policy = settings.acme().policy(List.of(ChallengeKind.HTTP_01));
        SettingsException mistake = assertThrows(
                SettingsException.class,
                () -> Authorities.of(
                        settings, policy, new InMemoryCertificates(), new ChallengeBoard(), new RealClockwork()));
        return mistake.getMessage().replace(directory.toString(), "DIR");
    }

    @Test
    void aTsigSecretThatIsNotBase64IsTold() throws IOException {
        assertEquals(
                "the TSIG key berth is not usable: its name is one of DNS, and its secret is base64, as the name server shows"
                        + " it; correct --dns-key-name, or what stands in --dns-secret-file",
                mistake(
                        "hunter2 !!!!",
                        "--dns-provider=rfc2136",
                        "--dns-server=192.0.2.1",
                        "--dns-key-name=berth",
                        "--dns-secret-file="));
    }

    @Test
    void aTokenWithASpaceIsTold() throws IOException {
        assertEquals(
                "a token of Cloudflare has letters, digits, - and _ only; it has no spaces",
                mistake("hunter2 hunter3", "--dns-provider=cloudflare", "--dns-secret-file="));
    }

    @Test
    void aKeyOfAnExternalAccountThatIsCutIsTold() throws IOException {
        assertEquals(
                "an external account has a key id, and an HMAC key of 32 bytes or more in base64url; copy both as the"
                        + " authority shows them",
                mistake("hunter2", "--acme-eab-kid=kid-1", "--acme-eab-key-file="));
    }

    @Test
    void aFileOfTrustThatHoldsNoCertificateIsTold() throws IOException {
        assertEquals(
                "cannot read the certificate authorities in DIR/file: No certificate data found; it must be PEM",
                mistake("\n", "--acme-ca-file="));
    }

    private Set<String> identities(Map<String, String> directories, String... options) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        directories.forEach((path, meta) -> server.createContext(path, exchange -> {
            byte[] text = ("{\"meta\":" + meta + "}").getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        }));
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            List<String> all = Stream.of(options)
                    .map(option -> option.replace("=/", "=" + address + "/"))
                    .toList();
            Settings settings = SettingsReader.read(all, Map.of(), directory, true);
            CertificatePolicy policy = settings.acme().policy(List.of(ChallengeKind.HTTP_01));
            return Authorities.identities(
                    policy,
                    Authorities.of(
                            settings, policy, new InMemoryCertificates(), new ChallengeBoard(), new RealClockwork()));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void caaRecordsAreHeldAgainstWhatEachAuthorityAnnounces() throws IOException {
        Map<String, String> directories = Map.of(
                "/one", "{\"caaIdentities\":[\"one.example\"]}",
                "/two", "{\"caaIdentities\":[\"two.example\",\"2.example\"]}",
                "/plain", "{}");

        assertEquals(Set.of("one.example"), identities(directories, "--acme-directory=/one"));
        assertEquals(
                Set.of("one.example", "two.example", "2.example"),
                identities(directories, "--acme-directory=/one", "--acme-fallback-directory=/two"));
        assertEquals(
                Set.of("one.example"),
                identities(directories, "--acme-directory=/plain", "--acme-fallback-directory=/one"));
    }

    @Test
    void caaIsNotLookedAtWhileAnAuthorityDoesNotTellWhoItIs() throws IOException {
        Map<String, String> directories = Map.of("/one", "{\"caaIdentities\":[\"one.example\"]}");

        assertEquals(Set.of(), identities(directories, "--acme-directory=/one", "--acme-fallback-directory=/missing"));
    }
}
