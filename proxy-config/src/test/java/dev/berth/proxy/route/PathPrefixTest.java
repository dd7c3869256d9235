package dev.berth.proxy.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPrefixTest {

    @ParameterizedTest
    @CsvSource({"/, /", "/api, /api", "/api/, /api", "/a.b/~c:d@e, /a.b/~c:d@e", "/...a, /...a"})
    void aPathHasNoTrailingSlash(String written, String read) {
        assertEquals(read, PathPrefix.of(written).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api | it begins with \"/\"",
                "'' | it begins with \"/\"",
                "//api | \"//\", \".\" and \"..\" are not segments",
                "/a/../b | \"//\", \".\" and \"..\" are not segments",
                "/a/. | \"//\", \".\" and \"..\" are not segments",
                "/a`b | only letters, digits and /._~!$&'()*+,;=:@- stand in it",
                "/a?b | only letters, digits and /._~!$&'()*+,;=:@- stand in it",
                "/a%2fb | only letters, digits and /._~!$&'()*+,;=:@- stand in it",
                "/{{env}} | only letters, digits and /._~!$&'()*+,;=:@- stand in it",
                "/é | only letters, digits and /._~!$&'()*+,;=:@- stand in it",
            })
    void whatIsNotAPathIsRefusedWithTheRule(String written, String rule) {
        var failure = assertThrows(IllegalArgumentException.class, () -> PathPrefix.of(written));
        assertEquals("\"" + written + "\" is not a path: " + rule, failure.getMessage());
    }

    @Test
    void aLineBreakAtTheEndIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> PathPrefix.of("/a\n"));
    }
}
