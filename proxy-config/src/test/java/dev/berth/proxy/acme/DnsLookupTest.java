package dev.berth.proxy.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.preflight.TinyNameServer;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Which name servers are asked whether they show a record. */
final class DnsLookupTest {
    private static final String NAME = "_acme-challenge.shop.example.org";

    /** What resolvers know: of the zone and of the one above it. */
    private final TinyNameServer resolver = new TinyNameServer()
            .has("shop.example.org", "NS", "ns.shop.example.org.")
            .has("example.org", "NS", "ns.example.org.")
            .has("ns.example.org", "A", "127.0.0.1");

    /** The zone's own, which is reached by IPv6 only. */
    private final TinyNameServer own = reachedBySix();

    private final DnsLookup lookup = new DnsLookup(
            Optional.of(resolver.address()), List.of(), own.address().getPort());

    private static TinyNameServer reachedBySix() {
        try {
            return new TinyNameServer(InetAddress.getByName("::1"), 0);
        } catch (UncheckedIOException e) {
            return Assumptions.abort("this machine has no IPv6");
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        resolver.close();
        own.close();
    }

    @Test
    void aServerWithNothingButAnIpv6AddressIsAsked() {
        resolver.has("ns.shop.example.org", "AAAA", "::1");
        own.has(NAME, "TXT", "one");

        assertEquals("ns.shop.example.org:" + own.address().getPort(), lookup.asked(NAME));
        assertTrue(lookup.shows(NAME, "one"));
        assertFalse(lookup.shows(NAME, "two"));
    }

    @Test
    void aServerIsAskedAtTheAddressThatAnswers() {
        resolver.has("ns.shop.example.org", "A", "127.0.0.1").has("ns.shop.example.org", "AAAA", "::1");
        own.has(NAME, "TXT", "one");

        assertTrue(lookup.shows(NAME, "one"));
    }

    @Test
    void aQuestionThatGetsLostIsAskedAgain() {
        resolver.has("ns.shop.example.org", "AAAA", "::1").loses("shop.example.org", "NS");
        own.has(NAME, "TXT", "one").loses(NAME, "TXT");

        assertTrue(lookup.shows(NAME, "one"));
    }

    @Test
    void aServerThatAnswersAtNoAddressHasNoSay() {
        resolver.has("ns.shop.example.org", "AAAA", "::1");
        own.close();

        assertFalse(lookup.shows(NAME, "one"));
    }
}
