package dev.berth.proxy.acme;

import static dev.berth.proxy.acme.Scene.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.InMemoryCertificates;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeProtocolException;

/** An authority that means no good, or has gone mad: it costs little, and gets at nothing. */
final class CrookedAuthorityTest {
    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private URI at(String path) {
        return scene.fake.directory().resolve(path);
    }

    @Test
    void anOrderForOneNameHasNoHundredAuthorizations() {
        String many = IntStream.range(0, 100)
                .mapToObj(i -> "\"" + at("authz/" + i) + "\"")
                .collect(Collectors.joining(","));
        scene.fake.next(
                "new-order",
                Reply.json(
                                201,
                                "{\"status\":\"pending\",\"identifiers\":[],\"finalize\":\"" + at("finalize/1")
                                        + "\",\"authorizations\":[" + many + "]}")
                        .with("Location", at("order/1").toString()));
        IssuanceFailure failure = scene.refusal(request());

        assertEquals(Kind.AUTHORITY_AWAY, failure.kind());
        assertTrue(
                failure.getMessage().contains("an order for one name with 100 authorizations"), failure.getMessage());
        assertEquals(0, scene.fake.count("authz"));
    }

    @Test
    void anAnswerWithoutEndIsGivenUp() {
        scene.fake.next("new-order", Reply.json(201, "{\"status\":\"" + "x".repeat(2 << 20) + "\"}"));
        IssuanceFailure failure = scene.refusal(request());

        assertEquals(Kind.AUTHORITY_AWAY, failure.kind());
        assertTrue(failure.getMessage().contains("longer than 1048576 bytes"), failure.getMessage());
    }

    @Test
    void aChainOfMoreThanAnyAuthoritySendsIsRefused() {
        scene.obtain(request());
        String chain = scene.fake.chain(scene.journal.get(0).order());
        scene.fake.next("cert", new Reply(200, "application/pem-certificate-chain", chain.repeat(40), Map.of()));
        assertEquals(Kind.USELESS, scene.refusal(request()).kind());
    }

    @Test
    void whoIsReachedByHttpsSendsNobodyToWhatIsNot() throws Exception {
        AcmeNetwork network = new AcmeNetwork(AuthoritySettings.of(
                URI.create("https://ca.example.org/directory"),
                new InMemoryCertificates(),
                new ChallengeBoard(),
                scene.clock));
        Session session = network.session();
        List<String> before = List.copyOf(scene.fake.asked);
        try (var connection = session.connect()) {
            URL inside = at("directory").toURL();
            AcmeProtocolException refused =
                    assertThrows(AcmeProtocolException.class, () -> connection.sendRequest(inside, session, null));
            assertEquals("a link from https to http", refused.getMessage());
        }
        assertEquals(before, scene.fake.asked);
    }
}
