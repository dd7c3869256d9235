package dev.berth.proxy.acme;

import static dev.berth.proxy.acme.Scene.SHOP;
import static dev.berth.proxy.acme.Scene.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificateRequest;
import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.KeyKind;
import dev.berth.proxy.certificate.OrderJournal;
import dev.berth.proxy.certificate.PendingOrder;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.x509.Pem;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AcmeAuthorityTest {
    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateIsObtainedWithItsKeyAndWhatItSaysOfItself(KeyKind kind) {
        Certificate got = scene.obtain(new CertificateRequest(
                SHOP, kind, List.of(ChallengeKind.HTTP_01), Optional.empty(), Optional.empty(), Optional.empty()));

        assertEquals(List.of(SHOP), got.names());
        assertEquals(Duration.ofDays(90), got.lifetime());
        assertEquals("Test Authority Fake Root", got.issuer());
        assertTrue(got.ariId().matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+"), got.ariId());
        assertTrue(got.fingerprint().matches("[0-9a-f]{64}"));
        assertEquals(1, got.chainPem().split("BEGIN CERTIFICATE", -1).length - 1);
        assertEquals(
                kind == KeyKind.RSA ? "RSA" : "EC",
                CertificateKey.read(got.keyPem()).getPublic().getAlgorithm());
    }

    @Test
    void aCertificateForAnotherKeyIsRefused() {
        scene.obtain(request());
        String other = scene.fake.chain(scene.journal.get(0).order());
        scene.fake.next("cert", new Reply(200, "application/pem-certificate-chain", other, Map.of()));
        IssuanceFailure failure = scene.refusal(request());

        assertEquals(Kind.USELESS, failure.kind());
        assertTrue(failure.getMessage().contains("the key belongs to no certificate"), failure.getMessage());
    }

    @Test
    void aBrokenChainIsRefusedUnlessAnotherOneHolds() {
        String strange = Pem.text(List.of(new TestCa("Stranger").certificate));
        scene.obtain(request());
        URI before = scene.journal.get(0).order();
        scene.fake.next(
                "cert",
                new Reply(200, "application/pem-certificate-chain", scene.fake.chain(before) + strange, Map.of()));
        IssuanceFailure failure = scene.refusal(request());
        assertEquals(Kind.USELESS, failure.kind());
        assertTrue(failure.getMessage().contains("one certificate is not signed by the next"), failure.getMessage());

        URI placed = scene.journal.get(1).order();
        scene.fake.next(
                "cert",
                new Reply(200, "application/pem-certificate-chain", scene.fake.chain(placed) + strange, Map.of())
                        .with("Link", "<" + placed.resolve(scene.fake.certificate(placed)) + ">;rel=\"alternate\""));
        assertEquals(
                List.of(SHOP),
                scene.obtain(Scene.takingUp(scene.journal.get(1))).names());
    }

    @Test
    void theOrderIsToldWithItsKeyBeforeItIsFinalized() {
        Certificate got = scene.authority.obtain(request(), order -> {
            assertEquals(0, scene.fake.count("finalize"));
            scene.journal.add(order);
        });

        assertEquals(1, scene.journal.size());
        assertEquals(got.keyPem(), scene.journal.get(0).keyPem());
        assertEquals(scene.fake.directory(), scene.journal.get(0).issuer());
        assertEquals(1, scene.fake.count("finalize"));
    }

    @Test
    void whatCannotBeNotedIsNotFinalized() {
        IssuanceFailure failure = assertThrows(
                IssuanceFailure.class,
                () -> scene.authority.obtain(request(), order -> {
                    throw new IllegalStateException("disk full");
                }));

        assertEquals(Kind.STORE, failure.kind());
        assertEquals(
                "the order for shop.example.org could not be kept, so it was not finalized: disk full",
                failure.getMessage());
        assertEquals(0, scene.fake.count("finalize"));
    }

    @Test
    void nothingIsAskedWhenTheStoreIsFull() {
        scene.store.full = true;

        assertEquals(Kind.STORE, scene.refusal(request()).kind());
        assertEquals(List.of(), scene.fake.asked);
    }

    @Test
    void oneAccountServesAllAndEachCertificateHasItsOwnKey() {
        Certificate one = scene.obtain(request());
        Certificate other = scene.obtain(request());

        assertEquals(1, scene.fake.count("new-acct"));
        assertNotEquals(one.keyPem(), other.keyPem());
        assertNotEquals(scene.store.accounts.get(scene.fake.directory()).keyPem(), one.keyPem());
    }

    @Test
    void anAccountThatTheAuthorityForgotIsMadeAnewOnce() {
        scene.obtain(request());
        scene.fake.forgetAccounts();

        scene.obtain(request());
        assertEquals(2, scene.fake.count("new-acct"));
    }

    @Test
    void anAccountThatIsForgottenAgainAtOnceIsAFailure() {
        for (int i = 0; i < 2; i++) {
            scene.fake.next("new-order", Reply.problem(400, "accountDoesNotExist", "never seen"));
        }
        IssuanceFailure failure = scene.refusal(request());

        assertEquals(Kind.ACCOUNT_GONE, failure.kind());
        assertEquals(2, scene.fake.count("new-acct"));
    }

    @Test
    void theNextChallengeIsTriedWithANewOrder() {
        scene.fake.failing.put("http-01", "connection");

        scene.obtain(request(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01));
        assertEquals(2, scene.fake.count("new-order"));
        assertEquals(1, scene.fake.count("tls-alpn-01"));
        assertEquals(List.of("order", "failed check", "order"), scene.counted);
    }

    @Test
    void whatFailedHereIsNotTriedFirstForTheNextName() {
        scene.fake.failing.put("http-01", "connection");
        scene.obtain(request(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01));

        scene.obtain(request(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01));
        assertEquals(3, scene.fake.count("new-order"));
        assertEquals(1, scene.fake.count("http-01"));
    }

    @Test
    void anOrderThatIsOneTooManyIsNotPlaced() {
        IssuanceFailure full = new IssuanceFailure(Kind.POSTPONED, "5 a week", null);
        IssuanceFailure failure = assertThrows(
                IssuanceFailure.class,
                () -> scene.authority.obtain(request(), new OrderJournal() {
                    @Override
                    public void ordering() {
                        throw full;
                    }

                    @Override
                    public void placed(PendingOrder order) {}
                }));

        assertSame(full, failure);
        assertEquals(0, scene.fake.count("new-order"));
    }

    @Test
    void aChallengeThatFailedIsToldThoughTheOrderForTheNextOneHasToWait() {
        scene.fake.failing.put("http-01", "connection");
        IssuanceFailure failure = assertThrows(
                IssuanceFailure.class,
                () -> scene.authority.obtain(
                        request(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01), new OrderJournal() {
                            @Override
                            public void ordering() {
                                if (!scene.counted.isEmpty()) {
                                    throw new IssuanceFailure(Kind.POSTPONED, "10 orders are the limit", null);
                                }
                            }

                            @Override
                            public void placed(PendingOrder order) {}

                            @Override
                            public void checkFailed(String why) {
                                scene.counted.add(why);
                            }
                        }));

        assertEquals(List.of("http-01: looked at http://shop.example.org/…, expected …"), scene.counted);
        assertEquals(Kind.CHALLENGE, failure.kind());
        assertEquals(
                "127.0.0.1 could not see that shop.example.org is ours: "
                        + "http-01: looked at http://shop.example.org/…, expected …; "
                        + "tls-alpn-01: not tried, as 10 orders are the limit; "
                        + "let ports 80 and 443 be reached from outside, and the name's A and AAAA records both lead here",
                failure.getMessage());
        assertEquals(1, scene.fake.count("new-order"));
    }

    @Test
    void aChallengeThatIsNotSetUpHereIsPassedOver() {
        scene.obtain(request(ChallengeKind.DNS_01, ChallengeKind.HTTP_01));

        assertEquals(1, scene.fake.count("new-order"));
        assertEquals(0, scene.fake.count("dns-01"));
    }

    @Test
    void aWildcardIsNotOrderedWhereDnsIsNotSetUp() {
        IssuanceFailure failure = scene.refusal(new CertificateRequest(
                HostName.of("*.example.org"),
                KeyKind.P256,
                List.of(ChallengeKind.HTTP_01, ChallengeKind.DNS_01),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));

        assertEquals(Kind.HINDERED, failure.kind());
        assertEquals(
                "nothing was asked of 127.0.0.1: it can be shown that *.example.org is ours only by DNS, which is not set"
                        + " up here; say how DNS records are written (--dns-provider)",
                failure.getMessage());
        assertEquals(0, scene.fake.count("new-order"));
    }

    @Test
    void whatAWebServerAnsweredIsNotTakenForTheWordsOfTheAuthority() {
        scene.fake.failing.put("http-01", "unauthorized");
        scene.fake.remark = "this site is paused, unpause it at https://evil.example/, its account is deactivated";

        assertEquals(Kind.CHALLENGE, scene.refusal(request()).kind());
    }

    @Test
    void aLimitAmongWhatACheckFailedByIsALimit() {
        scene.fake.failing.put("http-01", "compound");
        scene.fake.remark = "\",\"subproblems\":[{\"type\":\"urn:ietf:params:acme:error:dns\"},"
                + "{\"type\":\"urn:ietf:params:acme:error:rateLimited\",\"detail\":\"slow down\"}],\"more\":\"";

        assertEquals(
                Kind.RATE_LIMITED,
                scene.refusal(request(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01))
                        .kind());
        assertEquals(1, scene.fake.count("new-order"));
    }

    @Test
    void whenAllChallengesFailedTheMessageTellsOfEachWithoutTheirSecrets() {
        scene.fake.failing.put("http-01", "connection");
        scene.fake.failing.put("tls-alpn-01", "tls");

        IssuanceFailure failure = scene.refusal(request(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01));
        assertEquals(Kind.CHALLENGE, failure.kind());
        assertEquals(
                "127.0.0.1 could not see that shop.example.org is ours: "
                        + "http-01: looked at http://shop.example.org/…, expected …; "
                        + "tls-alpn-01: looked at http://shop.example.org/…, expected …; "
                        + "something else answers for the name: look where its A and AAAA records lead",
                failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"caa", "dns"})
    void whatEveryChallengeWouldFailByIsNotTriedAgain(String problem) {
        scene.fake.failing.put("http-01", problem);

        assertEquals(
                Kind.CHALLENGE,
                scene.refusal(request(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01))
                        .kind());
        assertEquals(1, scene.fake.count("new-order"));
    }

    @Test
    void anAnswerIsShownUntilTheAuthorizationIsFinalAndNoLonger() {
        scene.fake.slowness = 5;
        scene.obtain(request());

        assertEquals(1, scene.fake.count("http-01"));
        assertEquals(
                List.of(20L, 32L, 51L, 81L),
                scene.clock.waits.subList(0, 4).stream().map(Duration::toMillis).toList());
        assertTrue(scene.board.isEmpty());
    }

    @Test
    void anAuthorityThatNeverLooksIsGivenUp() {
        scene.fake.slowness = 1_000_000;
        IssuanceFailure failure = scene.refusal(request());

        assertEquals(Kind.CHALLENGE, failure.kind());
        assertTrue(failure.getMessage().contains("did not look within 180 s"), failure.getMessage());
        assertTrue(scene.clock.elapsed().compareTo(Duration.ofMinutes(4)) < 0);
        assertTrue(scene.board.isEmpty());
    }

    @Test
    void aRefusedNonceIsReplaced() {
        for (int i = 0; i < 15; i++) {
            scene.fake.next("new-order", Reply.problem(400, "badNonce", "again"));
        }
        scene.obtain(request());
    }

    @ParameterizedTest
    @ValueSource(strings = {"new-nonce", "new-acct", "new-order", "authz", "http-01", "finalize", "order", "cert"})
    void aConnectionThatWasGivenUpWhileIdleIsReplaced(String operation) {
        scene.fake.next(operation, Reply.CUT);

        assertEquals(List.of(SHOP), scene.obtain(request()).names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-01T12:00:00Z", "2027-02-28T11:00:00Z", "2027-05-01T12:00:00Z"})
    void clocksThatDifferDoNotMatter(String ourTime) {
        try (Scene other = new Scene(Instant.parse(ourTime))) {
            other.fake.slowness = 4;
            other.fake.next("order", Reply.text(503, "busy").with("Retry-After", "7"));

            assertEquals(List.of(SHOP), other.obtain(request()).names());
            assertTrue(other.clock.waits.contains(Duration.ofSeconds(7)), other.clock.waits.toString());
            assertTrue(other.clock.elapsed().compareTo(Duration.ofSeconds(10)) < 0);
        }
    }

    @Test
    void aCertificateThatHasExpiredByOurClockIsRefusedWithTheReason() {
        try (Scene late = new Scene(Instant.parse("2028-01-01T00:00:00Z"))) {
            IssuanceFailure failure = late.refusal(request());

            assertEquals(Kind.USELESS, failure.kind());
            assertTrue(failure.getMessage().endsWith("set the clock right"), failure.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {90 * 24, 45 * 24, 160})
    void lifetimesAreThoseOfTheLeaf(long hours) {
        scene.fake.lifetime = Duration.ofHours(hours);

        assertEquals(Duration.ofHours(hours), scene.obtain(request()).lifetime());
    }

    @Test
    void anInterruptEndsItAndStaysSet() {
        scene.fake.slowness = 100;
        Thread.currentThread().interrupt();

        assertEquals(Kind.INTERRUPTED, scene.refusal(request()).kind());
        assertTrue(Thread.interrupted());
        assertFalse(scene.fake.asked.contains("finalize"));
    }
}
