package dev.berth.proxy.traefik;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.proxy.route.Address;
import org.junit.jupiter.api.Test;

class RuleTest {

    @Test
    void anAddressIsAHostAndAPathInWholeSegments() {
        assertEquals("Host(`a.example`)", Rule.of(Address.of("a.example", "/")).text());
        assertEquals(
                "Host(`a.example`) && (Path(`/api`) || PathPrefix(`/api/`))",
                Rule.of(Address.of("a.example", "/api")).text());
        assertEquals(
                "HostRegexp(`^[a-z0-9-]+\\.a\\.example$`) && (Path(`/x`) || PathPrefix(`/x/`))",
                Rule.of(Address.of("*.a.example", "/x")).text());
    }

    @Test
    void aValueCannotEndItsLiteral() {
        assertEquals(
                "Host(\"a`) || Host(`b\")",
                Rule.matcher("Host", "a`) || Host(`b").text());
        assertEquals(
                "Host(\"a\\\"`\\\\\\U0000000a\\U0001f642\")",
                Rule.matcher("Host", "a\"`\\\n🙂").text());
    }
}
