package dev.berth.proxy.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNameTest {
    @Test
    void aWildcardCoversWhatHasOneLabelInItsPlace() {
        HostName wildcard = HostName.of("*.example.org");
        assertEquals(
                "shop true, deep false, base false, itself true, reverse false",
                "shop " + wildcard.covers(HostName.of("shop.example.org")) + ", deep "
                        + wildcard.covers(HostName.of("a.shop.example.org")) + ", base "
                        + wildcard.covers(HostName.of("example.org")) + ", itself " + wildcard.covers(wildcard)
                        + ", reverse " + HostName.of("shop.example.org").covers(wildcard));
    }

    private static final String LABELS =
            "each label has 1 to 63 letters, digits or hyphens and neither begins nor ends with a hyphen";

    private static final String JOINER =
            "an invisible joiner (U+200C or U+200D) stands where names have none; take it out";

    private static final String PUNYCODE =
            "what follows \"xn--\" is not a name in punycode; copy it whole, or write the name itself";

    private static final String FOUR = "an IPv4 address is four numbers from 0 to 255, without leading zeros";

    @ParameterizedTest
    @CsvSource({
        "Shop.Example.ORG, shop.example.org",
        "shop.example.org., shop.example.org",
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.example, xn--bcher-kva.example",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "localhost, localhost",
        "*.Example.org, *.example.org",
        "1and1.example, 1and1.example",
        "192.0.2.10, 192.0.2.10",
        "192.0.2.10., 192.0.2.10",
        "１９２.0.2.10, 192.0.2.10",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "[2001:0db8:0000:1:1:1:1:0001], 2001:db8:0:1:1:1:1:1",
        "::1, ::1",
        "2001:db8::, 2001:db8::",
        "1:2:3:4:5:6:192.0.2.1, 1:2:3:4:5:6:c000:201",
        "例え.テスト, xn--r8jz45g.xn--zckzah",
        "straße.example, xn--strae-oqa.example",
        "STRAẞE.example, xn--strae-oqa.example",
        "xn--strae-oqa.example, xn--strae-oqa.example",
        "XN--STRAE-OQA.Example., xn--strae-oqa.example",
        "*.straße.example, *.xn--strae-oqa.example",
        "βόλος.example, xn--nxasmm1c.example",
        "क्‍ष.example, xn--11b2ezcw70k.example",
        "☕.example, xn--53h.example",
        "😀.example, xn--e28h.example",
        "🫨.example, xn--929h.example",
        "xn--e28h.example, xn--e28h.example",
        "bücher.example, xn--bcher-kva.example",
        "shop。example, shop.example",
        "bücher。example。, xn--bcher-kva.example",
        "r3---sn-apo3.example, r3---sn-apo3.example",
        "r3---sn-apo3.bücher.example, r3---sn-apo3.xn--bcher-kva.example",
    })
    void aNameIsLowerCaseAndPunycode(String written, String read) {
        assertEquals(read, HostName.of(written).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop_1.example | \"_\" is not allowed",
                "https://shop.example | leave out the scheme (\"https://\")",
                "shop.example/api | a path stands in a field of its own, not in the host",
                "shop.example:8080 | leave out the port",
                "10.0.0.256 | " + FOUR,
                "10.0.0 | " + FOUR,
                "10.0.0.01 | " + FOUR,
                "2130706433 | " + FOUR,
                "10.0.0.1:80 | leave out the port",
                "*.10.0.0.1 | a wildcard stands for a name, and an address has none",
                "0.0.0.0 | nobody can connect to that address",
                "224.0.0.1 | nobody can connect to that address",
                "255.255.255.255 | nobody can connect to that address",
                ":: | nobody can connect to that address",
                "ff02::1 | nobody can connect to that address",
                "fe80::1%eth0 | an address with a zone is of this machine only",
                "[2001:db8::1]:443 | leave out the port",
                "[2001:db8::1 | it is no IPv6 address",
                "[shop.example] | it is no IPv6 address",
                "2001:db8:::1 | it is no IPv6 address",
                "2001:db8::g | it is no IPv6 address",
                "::ffff:192.0.2.10 | write it as 192.0.2.10",
                "'' | it is empty",
                "*. | it is empty",
                "* | a wildcard stands only in front, as in *.example.org",
                "a.*.example | a wildcard stands only in front, as in *.example.org",
                "a..example | " + LABELS,
                "-a.example | " + LABELS,
                "a-.example | " + LABELS,
                "a`b.example | " + LABELS,
                "a b.example | " + LABELS,
                "-ü.example | " + LABELS,
                "ü..example | " + LABELS,
                "*。bücher.example | a wildcard stands only in front, as in *.example.org",
                "ü b.example | a character in it is none that names have",
                "a͸.example | a character in it is none that names have",
                "a‍b.example | " + JOINER,
                "ab‌.example | " + JOINER,
                "xn--ab-m1t.example | " + JOINER,
                "אב1a.example | a label mixes scripts from right to left with others in a way that names may not",
                "xn--.example | " + PUNYCODE,
                "xn--strasse-.example | " + PUNYCODE,
                "shop.xn--zzzzzzz9999.example | " + PUNYCODE,
                "xn--a.example | " + PUNYCODE,
            })
    void whatIsNotANameIsRefusedWithTheRule(String written, String rule) {
        var failure = assertThrows(IllegalArgumentException.class, () -> HostName.of(written));
        assertEquals("\"" + written + "\" is not a host name: " + rule, failure.getMessage());
    }

    @Test
    void anAddressIsOneAndStandsInAUrlAsUrlsWantIt() {
        HostName four = HostName.of("192.0.2.10");
        HostName six = HostName.of("2001:db8::10");
        HostName name = HostName.of("shop.example.org");
        assertEquals("true true false", four.isAddress() + " " + six.isAddress() + " " + name.isAddress());
        assertEquals(
                "192.0.2.10 [2001:db8::10] shop.example.org", four.inUrl() + " " + six.inUrl() + " " + name.inUrl());
        assertEquals("/192.0.2.10", four.address().orElseThrow().toString());
        assertEquals(Optional.empty(), name.address());
        assertEquals("[2001:db8::10]/api", Address.of("2001:DB8::10", "/api").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, ",
        "2606:4700::1111, ",
        "10.1.2.3, a private address",
        "172.31.0.1, a private address",
        "172.32.0.1, ",
        "100.64.0.1, an address behind a provider's NAT",
        "127.0.0.1, an address of this machine only",
        "192.0.2.10, an address for documentation",
        "fd00::1, a private address",
        "fe80::1, an address of one link only",
        "2001:db8::1, an address for documentation",
        "64:ff9b::1, a reserved address",
    })
    void aPublicAuthorityIssuesForPublicAddressesOnly(String address, String kind) {
        assertEquals(Optional.ofNullable(kind), PublicName.kind(HostName.of(address)));
    }

    @Test
    void aLongNameIsRefused() {
        String label = "a".repeat(63) + ".";
        assertEquals(253, HostName.of(label.repeat(4).substring(2)).text().length());
        assertThrows(IllegalArgumentException.class, () -> HostName.of(label.repeat(3) + "a".repeat(64)));
        assertThrows(IllegalArgumentException.class, () -> HostName.of(label.repeat(5)));
        assertThrows(IllegalArgumentException.class, () -> HostName.of("ü".repeat(64) + ".example"));
        assertThrows(IllegalArgumentException.class, () -> HostName.of("ü".repeat(50_000)));
    }

    @Test
    void whateverIsAcceptedIsPlainAndStaysAsItIs() {
        Random random = new Random(7);
        String characters = "ab-.*_`\"'{} \n\\éßẞ。\u200dİ\u0000:/@x";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(1 + random.nextInt(8), 0, characters.length()).forEach(c -> text.append(characters.charAt(c)));
            try {
                String read = HostName.of(text.toString()).text();
                assertEquals(read, HostName.of(read).text());
                assertEquals(read, read.replaceAll("[^a-z0-9.*:-]", ""), "from " + text);
            } catch (IllegalArgumentException e) {
                assertEquals(
                        "\"" + text + "\" is not a host name: ", e.getMessage().substring(0, text.length() + 23));
            }
        }
    }
}
