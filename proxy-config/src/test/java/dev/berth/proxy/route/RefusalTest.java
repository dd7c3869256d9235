package dev.berth.proxy.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

    @Test
    void aNameHasNoUnderscore() {
        refused(
                "\"my_shop\" is not a name: it has 1 to 63 lower-case letters, digits or hyphens, a letter first",
                () -> new RouteName("my_shop", "web", 0));
        refused("a route's index is 0 or more, not -1", () -> new RouteName("shop", "web", -1));
    }

    @Test
    void anUpstreamIsANameAndAPort() {
        refused(
                "\"a`b\" is not the name of a server: letters, digits, \".\", \"_\" and \"-\", at most 253",
                () -> Upstream.of("a`b", 80));
        refused("a port is from 1 to 65535, not 0", () -> Upstream.of("a", 0));
        refused("\"https://a:80\" is not of the form http://HOST:PORT", () -> Upstream.ofUrl("https://a:80"));
        refused("\"http://a:80/x\" is not of the form http://HOST:PORT", () -> Upstream.ofUrl("http://a:80/x"));
        assertEquals(Upstream.of("a_b.c-d", 80), Upstream.ofUrl("http://a_b.c-d:80"));
    }

    @Test
    void aCheckIsAPathAndAShortInterval() {
        refused(
                "\"health\" is not a path to check: it begins with one \"/\" and is printable ASCII",
                () -> new UpstreamCheck("health", Duration.ofSeconds(5), Duration.ofSeconds(1)));
        refused(
                "the proxy checks every 100 ms to 5 s, not every PT30S",
                () -> new UpstreamCheck("/health", Duration.ofSeconds(30), Duration.ofSeconds(1)));
        refused(
                "a check's timeout is at most 5 s, not PT6S",
                () -> new UpstreamCheck("/health", Duration.ofSeconds(5), Duration.ofSeconds(6)));
        assertEquals(
                new UpstreamCheck("/health", Duration.ofSeconds(5), Duration.ofSeconds(5)),
                UpstreamCheck.near("/health", Duration.ofMinutes(1), Duration.ofSeconds(30)));
    }

    @Test
    void aHeaderHasATokenForANameAndOneLine() {
        refused("\"X Y\" is not a header name", () -> header("X Y", "a"));
        refused(
                "the value of header \"X\" has a control character, such as a line break",
                () -> header("X", "a\r\nSet-Cookie: b"));
    }

    @Test
    void aPasswordInClearIsNotAUser() {
        refused(
                "a user of basic_auth is written as  htpasswd -nB NAME  prints it: NAME:HASH, not a password in clear",
                () -> new Middleware.BasicAuth(List.of("ann:123456")));
        String hash = "ann:$2y$05$abcdefghijklmnopqrstuv";
        assertFalse(new Middleware.BasicAuth(List.of(hash)).toString().contains("2y"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/8", "1.2.3.4", "0.0.0.0/0", "255.255.255.255/32", "::1", "fd00::/8", "2001:DB8::1/128"
            })
    void anAddressOrRangeIsAllowed(String range) {
        assertEquals(
                range.toLowerCase(java.util.Locale.ROOT),
                new Middleware.IpAllow(List.of(range)).ranges().get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"300.1.1.1", "1.2.3", "1.2.3.4/33", "example.org", "::1/129", "1.2.3.4.", "", "abc", "1.2.3.4/"})
    void whatIsNoAddressIsRefused(String range) {
        refused(
                "\"" + range + "\" is not an IP address or range such as 10.0.0.0/8 or fd00::/8",
                () -> new Middleware.IpAllow(List.of(range)));
    }

    private static Middleware header(String name, String value) {
        return new Middleware.Headers(new TreeMap<>(Map.of(name, value)), new TreeMap<>());
    }

    private static void refused(String message, Executable making) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, making).getMessage());
    }
}
