package dev.berth.proxy.traefik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.traefik.DynamicConfiguration.Certificate;
import dev.berth.proxy.traefik.DynamicConfiguration.Http;
import dev.berth.proxy.traefik.DynamicConfiguration.Router;
import dev.berth.proxy.traefik.MiddlewareConfiguration.Headers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamicConfigurationYamlTest {

    private static final String[] HOSTILE = {
        "{{",
        "}}",
        "{{env \"HOME\"}}",
        "`",
        "\"",
        "'",
        "\\",
        "\n",
        "\r",
        "\t",
        "\u0000",
        "\u0007",
        "\u0085",
        "\u2028",
        "\ufeff",
        "é",
        "🙂",
        "\u007f",
        ": ",
        " #",
        "- ",
        "? ",
        "&a",
        "*a",
        "!!str",
        "%YAML",
        "---",
        "...",
        "|",
        ">",
        "@",
        "[",
        "]",
        "{",
        "}",
        ",",
        "~",
        "null",
        "yes",
        "010",
        "1e3",
        "<<",
        "\\u007b",
        "$",
        " ",
        "a",
        "\uffff"
    };

    @Test
    void hostileValuesReadBackAndAreNoTemplate() {
        Random random = new Random(42);
        for (int i = 0; i < 3_000; i++) {
            DynamicConfiguration configuration = hostile(random);
            String text = DynamicConfigurationYaml.render(configuration);
            assertEquals(configuration, DynamicConfigurationYaml.parse(text));
            assertFalse(text.contains("{"), text);
            assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c <= '~'), text);
        }
    }

    @Test
    void halfACharacterIsRefused() {
        DynamicConfiguration half = with("X", "\ud83d");
        var failure = assertThrows(IllegalArgumentException.class, () -> DynamicConfigurationYaml.render(half));
        assertEquals("U+D83D alone is not a character", failure.getMessage());
    }

    @Test
    void nothingIsAnEmptyFile() {
        assertEquals("", DynamicConfigurationYaml.render(DynamicConfiguration.empty()));
        assertEquals(DynamicConfiguration.empty(), DynamicConfigurationYaml.parse(""));
        assertEquals(DynamicConfiguration.empty(), DynamicConfigurationYaml.parse(DynamicConfigurationYaml.HEADER));
    }

    @Test
    void aCertificateStandsInlineAndIsNotPrinted() {
        Certificate certificate = new Certificate("-----BEGIN\nchain\n", "-----BEGIN\nkey\n");
        DynamicConfiguration configuration = DynamicConfiguration.of(List.of(certificate));
        assertEquals(
                DynamicConfigurationYaml.HEADER
                        + """
                        tls:
                          certificates:
                            - certFile: "-----BEGIN\\nchain\\n"
                              keyFile: "-----BEGIN\\nkey\\n"
                        """,
                DynamicConfigurationYaml.render(configuration));
        assertFalse(configuration.toString().contains("key\n"));
    }

    @Test
    void aWrongConfigurationIsABugWithItsPlace() {
        Router router = new Router(List.of("web"), "Host(`a`)", -1, null, "a", null);
        DynamicConfiguration wrong =
                DynamicConfiguration.of(new Http(new TreeMap<>(Map.of("a", router)), null, null, null));
        var failure = assertThrows(IllegalStateException.class, () -> DynamicConfigurationYaml.render(wrong));
        assertEquals(
                "a Traefik file is not valid: /http/routers/a/priority: must have a minimum value of 0",
                failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "http: {routers: {a: {rule: x, rule: y}}} | 1:35: Duplicate field 'rule'",
                "http: { | 1:8: while parsing a flow node",
                "http: {routers: {a: {rule: x, service: y, prio: 1}}} | /http/routers/a: property 'prio' is not defined",
                "http: {routers: {a: {rule: x, service: y, priority: '1'}}} | /http/routers/a/priority: string found",
                "http: {routers: {a: }} | /http/routers/a: string found, object expected",
                "http: {routers: [a]} | /http/routers: array found, object expected",
                "a: b | : property 'a' is not defined",
                "- a | : array found, object expected",
                "text | : string found, object expected",
                "http: {routers: {a: ~}} | /http/routers/a: null found, object expected",
                "http: {middlewares: {a: {grpcWeb: {allowOrigins: [a]}}}} | Unrecognized field \"grpcWeb\"",
            })
    void whatIsNotExactlyOursIsRefused(String text, String why) {
        var failure = assertThrows(IllegalArgumentException.class, () -> DynamicConfigurationYaml.parse(text));
        assertEquals(
                why,
                failure.getMessage()
                        .substring(
                                0, Math.min(why.length(), failure.getMessage().length())));
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> DynamicConfigurationYaml.parse("http: {routers: {a: {rule: x}}}\n---\nhttp: {}\n"));
    }

    private static DynamicConfiguration hostile(Random random) {
        TreeMap<String, String> headers = new TreeMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            headers.put(text(random) + i, text(random));
        }
        Router router = new Router(List.of(text(random)), text(random), 7, List.of(text(random)), text(random), null);
        TreeMap<String, Router> routers = new TreeMap<>(Map.of(text(random) + "_", router));
        TreeMap<String, MiddlewareConfiguration> middlewares = new TreeMap<>(
                Map.of(text(random) + "_", MiddlewareConfiguration.of(new Headers(headers, new TreeMap<>()))));
        return DynamicConfiguration.of(new Http(routers, middlewares, null, null));
    }

    private static DynamicConfiguration with(String header, String value) {
        TreeMap<String, String> headers = new TreeMap<>(Map.of(header, value));
        TreeMap<String, MiddlewareConfiguration> middlewares =
                new TreeMap<>(Map.of("m", MiddlewareConfiguration.of(new Headers(headers, new TreeMap<>()))));
        return DynamicConfiguration.of(new Http(null, middlewares, null, null));
    }

    /** Never empty: Berth has no use for an empty rule or name, and leaves it out. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(HOSTILE[random.nextInt(HOSTILE.length)]);
        }
        return text.toString();
    }
}
