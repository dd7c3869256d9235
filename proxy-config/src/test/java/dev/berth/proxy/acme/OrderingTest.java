package dev.berth.proxy.acme;

import static dev.berth.proxy.acme.Scene.SHOP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificateRequest;
import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.KeyKind;
import dev.berth.proxy.route.HostName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wished for beside the name. */
final class OrderingTest {
    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private static CertificateRequest wishing(Optional<String> replaces, Optional<String> profile) {
        return new CertificateRequest(
                SHOP, KeyKind.P256, List.of(ChallengeKind.HTTP_01), replaces, profile, Optional.empty());
    }

    private List<String> ordered(String field) {
        return scene.fake.orders.stream()
                .map(order -> order.path(field).asText("none"))
                .map(text -> text.isEmpty() ? "none" : text)
                .toList();
    }

    @Test
    void aProfileIsAskedForWhereItIsOffered() {
        scene.fake.profiles = Set.of("shortlived", "classic");
        scene.obtain(wishing(Optional.empty(), Optional.of("shortlived")));

        assertEquals(List.of("shortlived"), ordered("profile"));
    }

    @Test
    void anAddressIsOrderedAsOneAndAsAShortLivedOneWhereThatIsOffered() {
        scene.fake.profiles = Set.of("shortlived", "classic");
        HostName address = HostName.of("2001:db8::10");
        Certificate got = scene.obtain(new CertificateRequest(
                address,
                KeyKind.P256,
                List.of(ChallengeKind.HTTP_01),
                Optional.empty(),
                Optional.of("classic"),
                Optional.empty()));

        assertEquals(List.of(address), got.names());
        assertEquals(List.of("shortlived"), ordered("profile"));
        assertEquals(
                "[{\"type\":\"ip\",\"value\":\"2001:db8::10\"}]",
                scene.fake.orders.get(0).path("identifiers").toString());
    }

    @Test
    void theServerNameOfAnAddressIsItsNameInTheReverseTree() {
        assertEquals(
                "10.2.0.192.in-addr.arpa",
                Identifiers.serverName(HostName.of("192.0.2.10")).text());
        assertEquals(
                "0.1.0.0." + "0.0.0.0.".repeat(5) + "8.b.d.0.1.0.0.2.ip6.arpa",
                Identifiers.serverName(HostName.of("2001:db8::10")).text());
        assertEquals(SHOP, Identifiers.serverName(SHOP));
    }

    @Test
    void aProfileThatIsNotOfferedIsNotAskedFor() {
        scene.obtain(wishing(Optional.empty(), Optional.of("shortlived")));

        assertEquals(List.of("none"), ordered("profile"));
    }

    @Test
    void aProfileThatVanishesMeanwhileIsLeftOut() {
        scene.fake.profiles = Set.of("shortlived");
        scene.fake.next("new-order", Reply.problem(400, "invalidProfile", "gone"));
        scene.obtain(wishing(Optional.empty(), Optional.of("shortlived")));

        assertEquals(List.of("none"), ordered("profile"));
        assertEquals(2, scene.fake.count("new-order"));
    }

    @Test
    void anOrderNamesTheCertificateThatItReplaces() {
        scene.obtain(wishing(Optional.of("aki.serial"), Optional.empty()));

        assertEquals(List.of("aki.serial"), ordered("replaces"));
    }

    @ParameterizedTest
    @CsvSource({"409, alreadyReplaced", "400, malformed", "403, unauthorized"})
    void whatCannotBeReplacedIsOrderedWithoutNamingIt(int status, String type) {
        scene.fake.next("new-order", Reply.problem(status, type, "already replaced by another"));
        scene.obtain(wishing(Optional.of("aki.serial"), Optional.empty()));

        assertEquals(List.of("none"), ordered("replaces"));
        assertEquals(2, scene.fake.count("new-order"));
        assertEquals(List.of("order", "not replaced", "order"), scene.counted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            too many new orders (300) from this account in the last 3h0m0s, retry after a while | AUTHORITY_AWAY
            Service busy; retry later. | AUTHORITY_AWAY
            too many new registrations (10) from this ip address in the last 3h0m0s | AUTHORITY_AWAY
            Rate limit for '/acme/new-order' reached | AUTHORITY_AWAY
            too many certificates (50) already issued for 'example.org' in the last 168h0m0s, retry after | NAME_LIMITED
            too many certificates (50) already issued for example.org. | NAME_LIMITED
            too many certificates (5) already issued for this exact set of identifiers in the last 168h | NAME_LIMITED
            too many failed authorizations (5) for 'shop.example.org' in the last 1h0m0s | NAME_LIMITED
            too many certificates already issued for 'work-shop.example.org' | RATE_LIMITED
            too many certificates already issued for 'example.org.uk' | RATE_LIMITED
            too many certificates: see https://example.org/limits | RATE_LIMITED
            too many | RATE_LIMITED
            """)
    void aLimitThatIsNotTheNamesIsEverybodys(String words, Kind kind) {
        scene.fake.next("new-order", Reply.problem(429, "rateLimited", words.replace("'", "\\\"")));
        assertEquals(
                kind, scene.refusal(wishing(Optional.empty(), Optional.empty())).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "*.example.org, *.example.org, true",
        "*.example.org, example.org, true",
        "192.0.2.10, 192.0.2.10, true",
        "192.0.2.10, 2.10, false",
    })
    void aWildcardAndAnAddressAreNamedToo(String name, String words, boolean named) {
        assertEquals(named, AcmeFailure.isNamed(HostName.of(name), "too many for \"" + words + "\" in the last week"));
    }
}
