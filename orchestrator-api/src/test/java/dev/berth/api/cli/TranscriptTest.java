package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.api.http.TestServer;
import dev.berth.core.engine.Script;
import dev.berth.core.operate.CertificateStatus;
import dev.berth.proxy.certificate.TestChain;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads who works with a real daemon, without a terminal. */
class TranscriptTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              db: {image: "db:1", volumes: ["data:/data"]}
              web: {image: "web:1", port: 80, domain: shop.localhost, depends_on: [db]}
            """;

    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(directory.resolve("data"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Each command with what it printed, errors after the rest, and its exit code when that is not 0. */
    private String said(String... commands) {
        StringBuilder text = new StringBuilder();
        for (String command : commands) {
            Outcome outcome = Outcome.of(
                    Map.of("BERTH_URL", server.uri("").toString(), "BERTH_TOKEN", server.adminToken()),
                    directory,
                    command.split(" "));
            text.append("$ berth ")
                    .append(command)
                    .append('\n')
                    .append(outcome.out())
                    .append(outcome.err());
            text.append(outcome.code() == 0 ? "" : "(" + outcome.code() + ")\n");
        }
        return steady(text.toString());
    }

    /** What is new each time becomes something of the same width, so that columns stay columns. */
    private String steady(String text) {
        return text.replace(directory.toString(), "/home/ann/shop")
                .replace(server.uri("").toString(), "http://127.0.0.1:7070")
                .replaceAll("(?<=[- \"])[0-9a-f]{8}(?=[- \"\n])", "12ab34cd")
                .replaceAll("berth_[A-Za-z0-9_-]{43}", "berth_TOKEN")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d([T ])\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "2026-01-31$112:00:00")
                .replaceAll("\"milliseconds\":\\d+", "\"milliseconds\":12")
                .replaceAll("(?<=, )\\d+ s ago", "3 s ago")
                .replaceAll("(?<=after )\\d+\\.\\d s", "0.1 s")
                .replaceAll("(?<=12:00:00  )\\d+(\\.\\d)? m?s +", "120 ms  ")
                .replaceAll("TOOK +MESSAGE", "TOOK    MESSAGE");
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("project.yml"), text);
    }

    /** Compares with a transcript that a person has read. */
    private void assertReads(String name, String said) throws IOException {
        try (InputStream golden = TranscriptTest.class.getResourceAsStream(name)) {
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), said);
        }
    }

    @Test
    void anEmptyDaemonSaysWhatToDoFirst() throws IOException {
        assertReads(
                "empty-daemon.txt",
                said(
                        "ls",
                        "status shop",
                        "describe shop/web",
                        "deployments shop",
                        "deployments shop/web",
                        "logs shop/web",
                        "events",
                        "routes",
                        "secret ls shop",
                        "secret rm shop KEY",
                        "token ls",
                        "token rm ci",
                        "doctor",
                        "schema",
                        "restart shop/web",
                        "exec shop/web -- ls",
                        "cancel 1",
                        "follow 1",
                        "delete shop --yes",
                        "apply"));
    }

    @Test
    void aProjectIsAppliedLookedAtAndOrderedAbout() throws IOException {
        write(SHOP);
        String text = said("plan", "plan --exit-code -o json", "apply --dry-run", "apply", "apply");
        server.settled("shop");
        text += said(
                "ls",
                "status shop",
                "describe shop/web",
                "routes",
                "logs shop/web",
                "exec shop/web -- echo hello",
                "exec shop/web -- false",
                "stop shop/web");
        server.settled("shop");
        text += said(
                "start shop/web",
                "restart shop/db --detach",
                "scale shop/web 0",
                "scale shop/web 1",
                "deploy shop/web",
                "deployments shop --limit 3",
                "cancel 1",
                "delete shop");
        write("project: shop\napplications: {}\n");
        text += said("apply", "apply --yes", "ls", "status shop", "delete shop --volumes --yes", "ls");
        assertReads("shop.txt", text);
    }

    @Test
    void aFailureIsSaidWithItsReasonWhereverOneLooks() throws IOException {
        server.engine().script("web:1", Script.exits(3, "no database here"));
        write(SHOP);
        String text = said("apply");
        server.settled("shop");
        text += said("ls", "status shop", "describe shop/web", "deployments shop", "logs shop/web --deployment 1");
        assertReads("failure.txt", text + said("events", "apply -o json"));
    }

    @Test
    void aWrongFileIsShownWithEveryMistake() throws IOException {
        write(SHOP.replace("port: 80", "port: \"8o\", prot: 80"));
        assertReads("wrong-file.txt", said("plan", "apply", "apply -o json"));
    }

    @Test
    void aBuildContextIsSentAlongAndNotSentTwice() throws IOException {
        write("project: shop\napplications:\n  web: {build: .}\n");
        Files.writeString(directory.resolve(".dockerignore"), "data\n*.log\n");
        assertEquals(
                """
                $ berth apply
                error: project.yml: there is no Dockerfile in the build context DIRECTORY
                fix: write one, name another with  dockerfile:  , or use  dockerfile_inline:
                (2)
                """
                        .replace("DIRECTORY", "/home/ann/shop"),
                said("apply"));
        Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\n");
        assertEquals("shop: nothing to do\n", (said("apply") + said("apply")).replaceAll("(?s).*berth apply\n", ""));
    }

    /** One whose renewal has failed. */
    private void renewing(String name, CertificateStatus.State state, Optional<URI> link) {
        Instant now = Instant.parse("2026-01-31T12:00:00Z");
        server.certificates()
                .put(new CertificateStatus(
                        name,
                        state,
                        "a third of its lifetime is left",
                        "",
                        Optional.of(new CertificateStatus.Facts(
                                List.of(name),
                                "Berth Test Authority",
                                now,
                                now.plus(Duration.ofDays(30)),
                                "ab",
                                false)),
                        Optional.of(now),
                        3,
                        Optional.of(now),
                        "the authority could not see that " + name + " is ours: no answer at port 80",
                        link.isPresent() ? Optional.empty() : Optional.of(now.plus(Duration.ofHours(1))),
                        link));
    }

    @Test
    void eachNamesCertificateIsShownOrderedAndBroughtByHand() throws IOException {
        TestChain own = TestChain.of(Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(36_500), "*.example.org");
        Files.writeString(directory.resolve("chain.pem"), own.chain());
        Files.writeString(directory.resolve("key.pem"), own.key());
        String text = said("certificates", "certificates renew --waiting");
        server.certificates().put("a.example.org", CertificateStatus.State.PENDING, "asked for at the first time");
        server.certificates().put("shop.test", CertificateStatus.State.NOT_POSSIBLE, "nobody issues for .test");
        renewing("r.example.org", CertificateStatus.State.FAILING, Optional.empty());
        URI unpause = URI.create("https://ca.example/unpause");
        renewing("v.example.org", CertificateStatus.State.USER_ACTION, Optional.of(unpause));
        renewing("w.example.org", CertificateStatus.State.USER_ACTION, Optional.of(unpause));
        text += said(
                "certificates",
                "certificates renew a.example.org",
                "certificates renew shop.test",
                "certificates renew nobody.example.org",
                "certificates renew a.example.org nobody.example.org r.example.org",
                "certificates renew --waiting",
                "certificates renew",
                "certificates renew a.example.org --waiting",
                "certificates upload *.example.org --certificate chain.pem --key key.pem",
                "certificates upload a.b.example.org --certificate chain.pem --key key.pem",
                "certificates upload *.example.org --certificate chain.pem --key other.pem",
                "certificates upload *.example.org --certificate chain.pem",
                "certificates",
                "certificates rm a.example.org",
                "certificates rm *.example.org",
                "certificates -o json",
                "certificates of all");
        assertReads("certificates.txt", text);
    }

    @Test
    void secretsAndTokensAreKeptAndShownByTheirNames() throws IOException {
        assertReads(
                "access.txt",
                said(
                        "token create ci --project shop --expires 30d",
                        "token create ci",
                        "token create old --expires 2020-01-01",
                        "token create all --scope everything",
                        "token ls",
                        "token rm ci",
                        "secret set shop KEY",
                        "secret ls shop"));
    }
}
