package dev.berth.proxy.acme;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificateRequest;
import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.InMemoryCertificates;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.KeyKind;
import dev.berth.proxy.certificate.PendingOrder;
import dev.berth.proxy.route.HostName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A real authority that validates for real. */
@SuppressWarnings("try")
@Order(12)
final class PebbleIT {
    private static final HostName SHOP = HostName.of("shop.example.org");

    @TempDir
    static Path sharedHome;

    @TempDir
    Path home;

    /** For tests that ask nothing special of it. */
    private static PebbleProcess shared;

    private final ChallengeBoard board = new ChallengeBoard();
    private final InMemoryCertificates store = new InMemoryCertificates();
    private final List<PendingOrder> journal = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void startShared() {
        shared = PebbleProcess.start(sharedHome, Map.of());
    }

    @AfterAll
    static void stopShared() {
        shared.close();
    }

    private static CertificateRequest request(HostName name, ChallengeKind... kinds) {
        return new CertificateRequest(
                name, KeyKind.P256, List.of(kinds), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private PebbleProcess pebble(String... environment) {
        Map<String, String> map = new java.util.HashMap<>();
        for (int i = 0; i < environment.length; i += 2) {
            map.put(environment[i], environment[i + 1]);
        }
        return PebbleProcess.start(home, map);
    }

    private AcmeAuthority authority(PebbleProcess pebble) {
        return authority(pebble, pebble.zone(), Optional.empty());
    }

    private AcmeAuthority authority(PebbleProcess pebble, DnsZone zone, Optional<ExternalAccount> external) {
        return new AcmeAuthority(new AuthoritySettings(
                pebble.directory(),
                Optional.of("admin@example.org"),
                Optional.of(pebble.caFile()),
                external,
                store,
                board,
                Optional.of(new DnsAccess(zone, Optional.of(pebble.dns()), List.of(pebble.dns()))),
                new RealClockwork(),
                new Deadlines(
                        Duration.ofMinutes(2), Duration.ofMinutes(3), Duration.ofMinutes(5), Duration.ofMinutes(3))));
    }

    private ChallengeResponder servers(PebbleProcess pebble) {
        ChallengeResponder responder = new ChallengeResponder(board, pebble.httpPort, pebble.tlsPort);
        return opened(() -> {
            responder.listen(InetAddress.getLoopbackAddress());
            return responder;
        });
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    /** A process that another test is starting has, for a moment, what the one before listened with. */
    private static <T> T opened(Opening<T> opening) {
        for (int tries = 1; ; tries++) {
            try {
                return opening.open();
            } catch (ListenFailure e) {
                if (tries == 500) {
                    throw e;
                }
            } catch (IOException e) {
                if (tries == 500) {
                    throw new UncheckedIOException(e);
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameIsShownToBeOursByEachKindOfChallenge(ChallengeKind kind) {
        try (ChallengeResponder answering = servers(shared)) {
            Certificate got = authority(shared).obtain(request(SHOP, kind), journal::add);

            assertEquals(List.of(SHOP), got.names());
            assertTrue(got.issuer().startsWith("Pebble Intermediate CA"), got.issuer());
            assertEquals(got.keyPem(), journal.get(0).keyPem());
            assertTrue(board.isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, HTTP_01", "127.0.0.1, TLS_ALPN_01", "::1, HTTP_01", "::1, TLS_ALPN_01"})
    void anAddressIsShownToBeOurs(String text, ChallengeKind kind) {
        HostName address = HostName.of(text);
        InetAddress here = address.address().orElseThrow();
        try (Listener http = opened(() -> Listener.open(here, shared.httpPort, new HttpAnswer(board)));
                Listener handshakes = opened(() -> Listener.open(here, shared.tlsPort, new AlpnAnswer(board)))) {
            Certificate got = authority(shared).obtain(request(address, kind), journal::add);

            assertEquals(List.of(address), got.names());
            assertTrue(board.isEmpty());
        }
    }

    @Test
    void aWildcardIsObtainedByDnsAlsoWhereTheNameLeadsElsewhere() {
        HostName wildcard = HostName.of("*.wild.example.org");
        shared.dns(
                "set-cname", "{\"host\":\"_acme-challenge.wild.example.org.\",\"target\":\"shop.acme.example.net.\"}");
        List<String> written = new ArrayList<>();
        Certificate got = authority(shared, recording(shared.zone(), written), Optional.empty())
                .obtain(request(wildcard, ChallengeKind.HTTP_01, ChallengeKind.DNS_01), journal::add);

        assertEquals(List.of(wildcard), got.names());
        assertEquals(List.of("add shop.acme.example.net", "remove shop.acme.example.net"), written);
    }

    private static DnsZone recording(DnsZone zone, List<String> written) {
        return new DnsZone() {
            @Override
            public void add(String name, String text) {
                written.add("add " + name);
                zone.add(name, text);
            }

            @Override
            public void remove(String name, String text) {
                written.add("remove " + name);
                zone.remove(name, text);
            }
        };
    }

    @Test
    void fiftyNamesAtOnceWithHalfOfTheNoncesRefused() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try (PebbleProcess pebble = pebble("PEBBLE_WFE_NONCEREJECT", "50");
                ChallengeResponder answering = servers(pebble)) {
            AcmeAuthority authority = authority(pebble);
            List<Future<Certificate>> coming = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                HostName name = HostName.of("shop" + i + ".example.org");
                CertificateRequest request = request(name, ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01);
                coming.add(threads.submit(() -> authority.obtain(request, journal::add)));
            }
            for (int i = 0; i < 50; i++) {
                assertEquals(
                        List.of(HostName.of("shop" + i + ".example.org")),
                        got(coming.get(i), pebble).names());
            }
            assertEquals(1, pebble.log().split("There are now [0-9]+ accounts in memory", -1).length - 1);
            assertEquals(50, pebble.orders());
            assertTrue(pebble.log().contains("reject 50% of good nonces"), pebble.log());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Certificate got(Future<Certificate> coming, PebbleProcess pebble) throws InterruptedException {
        try {
            return coming.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage() + "; Pebble waits: " + pebble.waitingForLocks(), e);
        }
    }

    @Test
    void anAuthorizationThatIsStillValidIsUsed() {
        try (PebbleProcess pebble = pebble("PEBBLE_AUTHZREUSE", "100")) {
            AcmeAuthority authority = authority(pebble);
            try (ChallengeResponder answering = servers(pebble)) {
                authority.obtain(request(SHOP, ChallengeKind.HTTP_01), journal::add);
            }
            assertEquals(1, triggered(pebble));
            authority.obtain(request(SHOP, ChallengeKind.HTTP_01), journal::add);
            assertEquals(1, triggered(pebble));
            assertEquals(2, pebble.issued());
        }
    }

    private static int triggered(PebbleProcess pebble) {
        return pebble.log().split("POST /chalZ/", -1).length - 1;
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 0", "3, 0"})
    void chainsOfAnyLengthHold(int length, String alternatives) throws Exception {
        try (PebbleProcess pebble = pebble(
                        "PEBBLE_CHAIN_LENGTH", Integer.toString(length), "PEBBLE_ALTERNATE_ROOTS", alternatives);
                ChallengeResponder answering = servers(pebble)) {
            Certificate got = authority(pebble).obtain(request(SHOP, ChallengeKind.HTTP_01), journal::add);

            assertEquals(length + 2, got.chainPem().split("BEGIN CERTIFICATE", -1).length);
            assertIsBelieved(got, pebble.roots());
        }
    }

    /** As it stands, from the leaf on, by a client that knows the root only. */
    private static void assertIsBelieved(Certificate got, String roots) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        Set<TrustAnchor> anchors = new HashSet<>();
        for (var root : factory.generateCertificates(new ByteArrayInputStream(roots.getBytes(US_ASCII)))) {
            anchors.add(new TrustAnchor((X509Certificate) root, null));
        }
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(
                        factory.generateCertPath(new ArrayList<>(factory.generateCertificates(
                                new ByteArrayInputStream(got.chainPem().getBytes(US_ASCII))))),
                        parameters);
    }

    @Test
    void anAuthorityThatWasSetUpAnewGetsANewAccount() {
        try (PebbleProcess pebble = pebble();
                ChallengeResponder answering = servers(pebble)) {
            AcmeAuthority authority = authority(pebble);
            authority.obtain(request(SHOP, ChallengeKind.HTTP_01), journal::add);
            String key = store.accounts.get(pebble.directory()).keyPem();
            pebble.restart();

            authority.obtain(request(SHOP, ChallengeKind.HTTP_01), journal::add);
            assertNotEquals(key, store.accounts.get(pebble.directory()).keyPem());
        }
    }

    @Test
    void anAddressOfIpVersion6ThatLeadsNowhereIsNamed() {
        HostName name = HostName.of("six.example.org");
        try (ChallengeResponder answering = servers(shared)) {
            shared.dns("add-aaaa", "{\"host\":\"six.example.org.\",\"addresses\":[\"2001:db8::1\"]}");
            IssuanceFailure failure = assertThrows(IssuanceFailure.class, () -> authority(shared)
                    .obtain(request(name, ChallengeKind.HTTP_01), journal::add));

            assertEquals(Kind.CHALLENGE, failure.kind());
            assertTrue(failure.getMessage().contains("2001:db8::1"), failure.getMessage());

            shared.dns("clear-aaaa", "{\"host\":\"six.example.org.\"}");
            assertEquals(
                    List.of(name),
                    authority(shared)
                            .obtain(request(name, ChallengeKind.HTTP_01), journal::add)
                            .names());
        }
    }

    @Test
    void dnsThatFailsIsToldAndOnceMendedTheNameIsObtained() {
        HostName name = HostName.of("mended.example.org");
        try (ChallengeResponder answering = servers(shared)) {
            AcmeAuthority authority = authority(shared);
            shared.dns("set-servfail", "{\"host\":\"mended.example.org.\"}");
            IssuanceFailure failure = assertThrows(
                    IssuanceFailure.class, () -> authority.obtain(request(name, ChallengeKind.HTTP_01), journal::add));
            assertEquals(Kind.CHALLENGE, failure.kind());
            assertTrue(failure.getMessage().contains("could not resolve"), failure.getMessage());

            shared.dns("clear-servfail", "{\"host\":\"mended.example.org.\"}");
            assertEquals(
                    List.of(name),
                    authority
                            .obtain(request(name, ChallengeKind.HTTP_01), journal::add)
                            .names());
        }
    }

    @Test
    void aChallengeThatFailsIsFollowedByTheNextKind() {
        Certificate got = authority(shared)
                .obtain(
                        request(SHOP, ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01, ChallengeKind.DNS_01),
                        journal::add);

        assertEquals(List.of(SHOP), got.names());
    }

    @Test
    void anOrderThatWasLeftUnfinishedIsTakenUpWithItsKey() {
        try (ChallengeResponder answering = servers(shared)) {
            AcmeAuthority authority = authority(shared);
            assertThrows(
                    IssuanceFailure.class,
                    () -> authority.obtain(request(SHOP, ChallengeKind.HTTP_01), order -> {
                        journal.add(order);
                        throw new IllegalStateException("killed");
                    }));
            Certificate got = authority.obtain(
                    new CertificateRequest(
                            SHOP,
                            KeyKind.RSA,
                            List.of(ChallengeKind.HTTP_01),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(journal.get(0))),
                    journal::add);

            assertEquals(journal.get(0).keyPem(), got.keyPem());
            assertEquals(1, journal.size());
        }
    }

    @Test
    void anExternalAccountIsBound() {
        try (PebbleProcess pebble = pebble("EXTERNAL_ACCOUNT", "yes");
                ChallengeResponder answering = servers(pebble)) {
            assertEquals(
                    Kind.USER_ACTION,
                    assertThrows(IssuanceFailure.class, () -> authority(pebble)
                                    .obtain(request(SHOP, ChallengeKind.HTTP_01), journal::add))
                            .kind());
            authority(
                            pebble,
                            pebble.zone(),
                            Optional.of(new ExternalAccount(
                                    "kid-1", "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W")))
                    .obtain(request(SHOP, ChallengeKind.HTTP_01), journal::add);
        }
    }

    @Test
    void anAuthorityWhoseHttpsIsNotBelievedIsNotAsked() {
        AcmeAuthority authority =
                new AcmeAuthority(AuthoritySettings.of(shared.directory(), store, board, new RealClockwork()));
        IssuanceFailure failure = assertThrows(
                IssuanceFailure.class, () -> authority.obtain(request(SHOP, ChallengeKind.HTTP_01), journal::add));

        assertEquals(Kind.AUTHORITY_AWAY, failure.kind());
        assertTrue(failure.getMessage().contains("--acme-ca-file"), failure.getMessage());
    }
}
