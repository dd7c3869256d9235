package dev.berth.proxy.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
        "例え.テスト, xn--r8jz45g.xn--zckzah",
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
                "10.0.0.1 | an IP address has no name to be routed by",
                "::1 | an IP address has no name to be routed by",
                "'' | it is empty",
                "*. | it is empty",
                "* | a wildcard stands only in front, as in *.example.org",
                "a.*.example | a wildcard stands only in front, as in *.example.org",
                "a..example | " + LABELS,
                "-a.example | " + LABELS,
                "a-.example | " + LABELS,
                "a`b.example | " + LABELS,
                "a b.example | " + LABELS,
            })
    void whatIsNotANameIsRefusedWithTheRule(String written, String rule) {
        var failure = assertThrows(IllegalArgumentException.class, () -> HostName.of(written));
        assertEquals("\"" + written + "\" is not a host name: " + rule, failure.getMessage());
    }

    @Test
    void aLongNameIsRefused() {
        String label = "a".repeat(63) + ".";
        assertEquals(253, HostName.of(label.repeat(4).substring(2)).text().length());
        assertThrows(IllegalArgumentException.class, () -> HostName.of(label.repeat(3) + "a".repeat(64)));
        assertThrows(IllegalArgumentException.class, () -> HostName.of(label.repeat(5)));
    }

    @Test
    void whateverIsAcceptedIsPlainAndStaysAsItIs() {
        Random random = new Random(7);
        String characters = "ab-.*_`\"'{} \n\\éß.İ\u0000:/@";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(1 + random.nextInt(8), 0, characters.length()).forEach(c -> text.append(characters.charAt(c)));
            try {
                String read = HostName.of(text.toString()).text();
                assertEquals(read, HostName.of(read).text());
                assertEquals(read, read.replaceAll("[^a-z0-9.*-]", ""), "from " + text);
            } catch (IllegalArgumentException e) {
                assertEquals(
                        "\"" + text + "\" is not a host name: ", e.getMessage().substring(0, text.length() + 23));
            }
        }
    }
}
