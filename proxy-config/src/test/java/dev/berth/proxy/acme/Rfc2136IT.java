package dev.berth.proxy.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.acme.Rfc2136Zone.TsigKey;
import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificateRequest;
import dev.berth.proxy.certificate.CertificateStore;
import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.InMemoryCertificates;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.KeyKind;
import dev.berth.proxy.certificate.Seal;
import dev.berth.proxy.certificate.SealedCertificateStore;
import dev.berth.proxy.route.HostName;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dynamic updates of a real name server. */
final class Rfc2136IT {
    private static final String NAME = "_acme-challenge.shop.example.org";

    private static final Seal IN_CLEAR = new Seal() {
        @Override
        public byte[] seal(String what, byte[] plain) {
            return plain;
        }

        @Override
        public Optional<byte[]> open(String what, byte[] whole) {
            return Optional.of(whole);
        }
    };

    @TempDir
    Path home;

    private NameServerProcess server;
    private Rfc2136Zone zone;
    private DnsLookup lookup;

    @BeforeEach
    void start() {
        server = NameServerProcess.start(home);
        zone = new Rfc2136Zone(server.address(), NameServerProcess.KEY, Optional.empty());
        lookup = new DnsLookup(Optional.of(server.address()), List.of(server.address()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void recordsOfOneNameComeAndGoWithoutTheOthers() {
        zone.add(NAME, "one");
        zone.add(NAME, "two");
        assertTrue(lookup.shows(NAME, "one") && lookup.shows(NAME, "two"));

        zone.remove(NAME, "one");
        assertFalse(lookup.shows(NAME, "one"));
        assertTrue(lookup.shows(NAME, "two"));

        zone.remove(NAME, "one");
        zone.remove(NAME, "two");
        assertFalse(lookup.shows(NAME, "two"));
    }

    @Test
    void theNameServersOfTheZoneAreFoundAndAsked() {
        DnsLookup finding = new DnsLookup(
                Optional.of(server.address()), List.of(), server.address().getPort());
        zone.add(NAME, "one");

        assertEquals("ns.example.org:" + server.address().getPort(), finding.asked(NAME));
        assertTrue(finding.shows(NAME, "one"));
        assertFalse(finding.shows(NAME, "two"));
    }

    @Test
    void anInterruptEndsAnUpdate() {
        Thread.currentThread().interrupt();
        IssuanceFailure failure = assertThrows(IssuanceFailure.class, () -> zone.add(NAME, "one"));

        assertTrue(Thread.interrupted());
        assertEquals(Kind.INTERRUPTED, failure.kind());
    }

    @ParameterizedTest
    @CsvSource({"berth, hmac-sha256, bm90IHRoZSBrZXkgb2YgdGhhdCBzZXJ2ZXIsIG5vdCBpdCE=", "other, hmac-sha256, c2VjcmV0"})
    void aWrongKeyIsToldWithoutIt(String name, String algorithm, String secret) {
        Rfc2136Zone wrong = new Rfc2136Zone(server.address(), new TsigKey(name, algorithm, secret), Optional.empty());
        IssuanceFailure failure = assertThrows(IssuanceFailure.class, () -> wrong.add(NAME, "one"));

        assertEquals(Kind.CHALLENGE, failure.kind());
        assertTrue(
                failure.getMessage().contains("check that the server runs, and that the key " + name),
                failure.getMessage());
        assertFalse(failure.getMessage().contains(secret));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hmac-sha512", "hmac-md5"})
    void aKeySignsByItsOwnAlgorithm(String algorithm) {
        TsigKey key = new TsigKey("berth-" + algorithm, algorithm, NameServerProcess.KEY.secret());
        new Rfc2136Zone(server.address(), key, Optional.empty()).add(NAME, algorithm);
        assertTrue(lookup.shows(NAME, algorithm));

        TsigKey mistaken = new TsigKey(key.name(), "hmac-sha256", key.secret());
        Rfc2136Zone wrong = new Rfc2136Zone(server.address(), mistaken, Optional.empty());
        assertThrows(IssuanceFailure.class, () -> wrong.add(NAME, "other"));
    }

    @Test
    void aNameInNoZoneOfThatServerIsToldSo() {
        IssuanceFailure failure =
                assertThrows(IssuanceFailure.class, () -> zone.add("_acme-challenge.example.com", "x"));

        assertEquals(Kind.CHALLENGE, failure.kind());
        assertTrue(failure.getMessage().startsWith("cannot find the zone of the record"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.example.org", "*.shop.example.org", "elsewhere.example.org"})
    void aCertificateIsObtainedAndItsRecordIsGoneAfterwards(String text) throws Exception {
        HostName name = HostName.of(text);
        InetSocketAddress dns = server.address();
        Path pebbles = Files.createDirectory(home.resolve("pebble"));
        try (PebbleProcess pebble = PebbleProcess.start(pebbles, Map.of(), server.at())) {
            AcmeAuthority authority = new AcmeAuthority(new AuthoritySettings(
                    pebble.directory(),
                    Optional.empty(),
                    Optional.of(pebble.caFile()),
                    Optional.empty(),
                    new InMemoryCertificates(),
                    new ChallengeBoard(),
                    Optional.of(new DnsAccess(zone, Optional.of(dns), List.of(dns))),
                    new RealClockwork(),
                    Deadlines.USUAL));
            Certificate got = authority.obtain(
                    new CertificateRequest(
                            name,
                            KeyKind.P256,
                            List.of(ChallengeKind.DNS_01),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()),
                    order -> {});

            assertEquals(List.of(name), got.names());
            assertEquals(2, server.updates(), server.log());
        }
    }

    @Test
    void aRecordThatNobodyShowsIsNotWaitedForWithoutEnd() {
        FakeClockwork clock = new FakeClockwork(Instant.EPOCH);
        DnsZone unseen = new DnsZone() {
            @Override
            public void add(String name, String text) {}

            @Override
            public void remove(String name, String text) {
                zone.remove(name, text);
            }
        };
        DnsAnswer answer = new DnsAnswer(
                new DnsAccess(unseen, Optional.of(server.address()), List.of(server.address())),
                new InMemoryCertificates(),
                clock,
                Deadlines.USUAL);
        IssuanceFailure failure = assertThrows(IssuanceFailure.class, () -> answer.show("shop.example.org", "digest"));

        assertEquals(Kind.CHALLENGE, failure.kind());
        assertTrue(failure.getMessage().contains("did not show it within 180 s"), failure.getMessage());
        assertTrue(clock.elapsed().compareTo(Duration.ofMinutes(4)) < 0);
    }

    private AuthoritySettings settings(CertificateStore store) {
        return new AuthoritySettings(
                URI.create("https://ca.example.org/directory"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                store,
                new ChallengeBoard(),
                Optional.of(new DnsAccess(zone, Optional.of(server.address()), List.of(server.address()))),
                new RealClockwork(),
                Deadlines.USUAL);
    }

    @Test
    void aRecordThatADaemonLeftWhenItWasKilledIsTakenAwayByTheNext() throws Exception {
        CertificateStore store = SealedCertificateStore.open(home.resolve("certificates"), IN_CLEAR);
        AuthoritySettings settings = settings(store);
        DnsAnswer answer = new DnsAnswer(settings.dns().orElseThrow(), store, settings.clock(), settings.deadlines());
        answer.show("shop.example.org", "cleared").run();
        answer.show("shop.example.org", "left");
        new AcmeAuthority(settings).tidy();
        assertTrue(lookup.shows(NAME, "left"), "it is needed still");

        CertificateStore next = SealedCertificateStore.open(home.resolve("certificates"), IN_CLEAR);
        assertEquals(Set.of(new CertificateStore.DnsRecord(NAME, "left")), next.left());
        new AcmeAuthority(settings(next)).tidy();
        assertFalse(lookup.shows(NAME, "left"));
        assertEquals(Set.of(), next.left());
    }

    @Test
    void aRecordThatCannotBeNotedIsNotWritten() {
        InMemoryCertificates full = new InMemoryCertificates();
        full.full = true;
        AuthoritySettings settings = settings(full);
        DnsAnswer answer = new DnsAnswer(settings.dns().orElseThrow(), full, settings.clock(), settings.deadlines());
        IssuanceFailure failure = assertThrows(IssuanceFailure.class, () -> answer.show("shop.example.org", "one"));
        assertEquals(Kind.STORE, failure.kind());
        assertFalse(lookup.shows(NAME, "one"));
    }
}
