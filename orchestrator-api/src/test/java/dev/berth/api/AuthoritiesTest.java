package dev.berth.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpServer;
import dev.berth.proxy.acme.ChallengeBoard;
import dev.berth.proxy.acme.RealClockwork;
import dev.berth.proxy.certificate.CertificatePolicy;
import dev.berth.proxy.certificate.CertificateRequest;
import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.InMemoryCertificates;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.KeyKind;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
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

    /** What each authority is told of who we are, by its path; none of them gives an account. */
    private Map<String, String> told(String... options) throws IOException {
        Map<String, String> told = new ConcurrentSkipListMap<>();
        ObjectMapper json = new ObjectMapper();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String answer = "{\"newNonce\":\"" + address + path + "\",\"newAccount\":\"" + address + path + "\"}";
            if (exchange.getRequestMethod().equals("POST")) {
                JsonNode jws = json.readTree(exchange.getRequestBody());
                JsonNode binding = decoded(json, jws.path("payload")).path("externalAccountBinding");
                told.put(
                        path,
                        decoded(json, binding.path("protected")).path("kid").asText());
                answer = "{\"type\":\"urn:ietf:params:acme:error:unauthorized\"}";
            }
            exchange.getResponseHeaders().set("Replay-Nonce", "bm9uY2U");
            boolean post = exchange.getRequestMethod().equals("POST");
            exchange.getResponseHeaders().set("Content-Type", "application/" + (post ? "problem+" : "") + "json");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(post ? 403 : 200, head ? -1 : answer.length());
            if (!head) {
                exchange.getResponseBody().write(answer.getBytes(UTF_8));
            }
            exchange.close();
        });
        server.start();
        try {
            Path key = Files.writeString(directory.resolve("key"), "c2VjcmV0IG9mIGEgdGVzdCwgMzIgYnl0ZXMgbG9uZyE");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            List<String> all = Stream.of(options)
                    .map(option -> option.endsWith("-file=") ? option + key : option.replace("=/", "=" + address + "/"))
                    .toList();
            Settings settings = SettingsReader.read(all, Map.of(), directory, true);
            CertificatePolicy policy = settings.acme().policy(List.of(ChallengeKind.HTTP_01));
            CertificateRequest request = new CertificateRequest(
                    HostName.of("shop.example.org"),
                    KeyKind.P256,
                    policy.challenges(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            Authorities.of(settings, policy, new InMemoryCertificates(), new ChallengeBoard(), new RealClockwork())
                    .values()
                    .forEach(authority ->
                            assertThrows(IssuanceFailure.class, () -> authority.obtain(request, order -> {})));
        } finally {
            server.stop(0);
        }
        return told;
    }

    private static JsonNode decoded(ObjectMapper json, JsonNode part) throws IOException {
        byte[] text = Base64.getUrlDecoder().decode(part.asText());
        return text.length == 0 ? MissingNode.getInstance() : json.readTree(text);
    }

    @Test
    void eachAuthorityIsToldWhoWeAreThereAndNoOther() throws IOException {
        String[] two = {"--acme-directory=/one", "--acme-fallback-directory=/two"};
        String[] last = {"--acme-eab-kid=last", "--acme-eab-key-file="};
        String[] first = {"--acme-first-eab-kid=first", "--acme-first-eab-key-file="};

        assertEquals(Map.of("/one", "last"), told("--acme-directory=/one", last[0], last[1]));
        assertEquals(Map.of("/one", "", "/two", "last"), told(two[0], two[1], last[0], last[1]));
        assertEquals(Map.of("/one", "first", "/two", ""), told(two[0], two[1], first[0], first[1]));
        assertEquals(
                Map.of("/one", "first", "/two", "last"), told(two[0], two[1], first[0], first[1], last[0], last[1]));
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
