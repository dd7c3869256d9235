package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More than one certificate for the same host, of which the proxy shows one. */
final class SeveralCertificatesTest {
    private static final HostName SHOP = KeeperScene.SHOP;
    private static final HostName WILDCARD = HostName.of("*.example.org");
    private static final HostName OTHER = HostName.of("other.example.org");
    private static final Tls ENFORCED = new Tls.Enforced(443);

    private final KeeperScene scene = new KeeperScene();

    @AfterEach
    void close() {
        scene.close();
    }

    private Certificate brought(String fingerprint, int days, HostName... names) {
        return new Certificate(
                List.of(names),
                scene.clock.now(),
                scene.clock.now().plus(Duration.ofDays(days)),
                "",
                "",
                fingerprint,
                "chain",
                "key");
    }

    @Test
    void aCertificateIsProvenWhenItIsShownAndNotWhenAnotherForItsNameIs() {
        scene.wants("shop.example.org", "other.example.org");
        scene.made();
        scene.keeper.upload(OTHER, brought("both", 90, OTHER, SHOP));
        scene.keeper.start();
        assertEquals("both", scene.enforced(OTHER));
        assertEquals(ENFORCED, scene.tls(SHOP));
        scene.keeper.upload(SHOP, brought("own", 90, SHOP));
        scene.until("it is told", () -> scene.trouble()
                .orElse("")
                .contains("it shows the one of other.example.org, which is for [other.example.org, shop.example.org]"));
        assertFalse(scene.record(SHOP).proven());
        assertEquals(ENFORCED, scene.tls(SHOP), "what was shown before still is");

        scene.keeper.remove(OTHER);
        scene.later(Duration.ofMinutes(1));
        assertEquals("own", scene.enforced(SHOP));
        scene.until("nothing is wrong any more", () -> scene.trouble().isEmpty());
    }

    @Test
    void oneThatGivesWayToALongerOneForTheSameNamesIsNoErrorAndNotTriedForEver() {
        scene.wants("shop.example.org", "other.example.org");
        scene.made();
        scene.keeper.upload(OTHER, brought("long", 300, OTHER, SHOP));
        scene.keeper.start();
        scene.enforced(OTHER);
        scene.keeper.upload(SHOP, brought("short", 30, OTHER, SHOP));
        scene.until("it is settled", () -> scene.record(SHOP).proven());
        assertEquals(Optional.of("long"), scene.proxy.served(SHOP));
        assertEquals(Optional.empty(), scene.trouble());
        int handshakes = scene.proxy.handshakes.get();
        scene.later(Duration.ofMinutes(5));
        scene.settles();
        assertEquals(handshakes, scene.proxy.handshakes.get());
    }

    @Test
    void anExpiredCertificateIsNotInTheWayOfAWildcard() {
        bothAreSeen(brought("own", 90, SHOP), brought("wild", 300, WILDCARD));
        scene.clock.pass(Duration.ofDays(91));
        scene.keeper.turn();
        assertEquals(List.of("wild"), published());
        assertEquals(ENFORCED, scene.tls(SHOP));
    }

    @Test
    void aCertificateGivesWayToAWildcardBeforeItExpires() {
        bothAreSeen(brought("own", 90, SHOP), brought("wild", 300, WILDCARD));
        scene.clock.pass(Duration.ofDays(90).minusSeconds(70));
        Duration pause = scene.keeper.turn();
        assertEquals(List.of("wild", "own"), published());
        assertEquals(Duration.ofSeconds(10), pause);

        scene.clock.pass(pause);
        scene.keeper.turn();
        assertEquals(List.of("wild"), published());
        assertEquals(ENFORCED, scene.tls(SHOP));
    }

    @Test
    void aCertificateGivesWayToNoneThatIsNotValidForLonger() {
        bothAreSeen(brought("own", 90, SHOP), brought("wild", 90, WILDCARD));
        scene.clock.pass(Duration.ofDays(90).minusSeconds(30));
        scene.keeper.turn();
        assertEquals(List.of("wild", "own"), published());
    }

    /** One turn after the other, by hand. */
    private void bothAreSeen(Certificate own, Certificate wild) {
        scene.wants("shop.example.org").made();
        scene.keeper.upload(SHOP, own);
        scene.keeper.turn();
        scene.until("it was seen", () -> scene.record(SHOP).proven());
        scene.keeper.upload(WILDCARD, wild);
        scene.keeper.turn();
        scene.until("the other was seen", () -> scene.record(WILDCARD).proven());
    }

    private List<String> published() {
        return scene.proxy.publications.get(scene.proxy.publications.size() - 1);
    }
}
